import { type IncomingMessage, request } from 'node:http';
import type { Answer, Call } from './collector.ts';

/** The call over HTTP, as it is: no path is tidied, no header added. */
export function postRaw(url: string, { method = 'POST', path = '/', query = '', headers, body }: Call) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(new URL(url), { method, path: query === '' ? path : `${path}?${query}`, headers });
    sent.on('error', reject).on('response', (response) => readAnswer(response).then(resolve, reject));
    sent.end(body);
  });
}

export async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const bytes = Buffer.concat(await response.toArray());
  const headers = { ...response.headers } as Record<string, string>; // the collector repeats no header
  const isJson = headers['content-type'] === 'application/json';
  return {
    status: response.statusCode ?? 0,
    headers,
    bytes,
    body: isJson ? JSON.parse(bytes.toString()) : {},
  };
}
