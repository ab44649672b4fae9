import { request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The write keys a request was recorded with, and those that stand for them. */
export type Keys = Readonly<Record<string, string>>;
export type Replayed = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

// what is true of one connection only
const hopHeaders = new Set(['host', 'connection', 'content-length', 'accept-encoding']);

/** Sends a recorded request over HTTP as it was, byte for byte but for its write key. */
export function replayRecorded(
  { headers, rawPath, rawQueryString, body = '', isBase64Encoded, requestContext }: APIGatewayProxyEventV2,
  { url, keys }: { readonly url: string; readonly keys: Keys },
): Promise<Replayed> {
  const kept = Object.entries(headers).filter(([name]) => !hopHeaders.has(name));
  const isZipped = headers['content-encoding'] === 'gzip';
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const rekeyed = Buffer.from(
    rekey((isZipped ? gunzipSync(bytes) : bytes).toString('latin1'), keys),
    'latin1',
  );
  const options = {
    method: requestContext.http.method,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, rekeyHeader(name, value ?? '', keys)])),
  };
  const target = `${url}${rekey(rawPath, keys)}${rawQueryString && '?'}${rekey(rawQueryString, keys)}`;
  return new Promise((resolve, reject) => {
    const sent = request(target, options, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      const { statusCode: status = 0, headers: answered } = answer;
      resolve({ status, headers: answered, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject).end(isZipped ? gzipSync(rekeyed) : rekeyed);
  });
}

function rekey(text: string, keys: Keys): string {
  return Object.entries(keys)
    .reduce((done, [recorded, issued]) => done.replaceAll(recorded, issued), text)
    .replace(/(?<=^data=)eyJ[\w%]+/, (form) =>
      encodeURIComponent(rekeyBase64(decodeURIComponent(form), keys)),
    );
}
function rekeyBase64(encoded: string, keys: Keys): string {
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  return Buffer.from(rekey(text, keys), 'latin1').toString('base64');
}

function rekeyHeader(name: string, value: string, keys: Keys): string {
  const [, encoded] = /^Basic (.+)$/.exec(name === 'authorization' ? value : '') ?? [];
  if (encoded === undefined) return rekey(value, keys);
  return `Basic ${rekeyBase64(encoded, keys)}`;
}
