import type { IncomingMessage } from 'node:http';

export type BodyLimits = { readonly maxBytes: number; readonly timeoutMs: number };
export type ReadBody =
  | { readonly status: 'read'; readonly body: Buffer }
  | { readonly status: 'too-large' }
  | { readonly status: 'too-slow' }
  | { readonly status: 'aborted' };

/** Reads a request body whole, up to the limits. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes)
    return Promise.resolve({ status: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (result: ReadBody): void => {
      clearTimeout(timeout);
      resolve(result);
    };
    const timeout = setTimeout(() => finish({ status: 'too-slow' }), limits.timeoutMs);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) finish({ status: 'too-large' });
      else chunks.push(chunk);
    });
    request.on('end', () => finish({ status: 'read', body: Buffer.concat(chunks) }));
    request.on('close', () => finish({ status: 'aborted' }));
    request.on('error', () => finish({ status: 'aborted' }));
  });
}
