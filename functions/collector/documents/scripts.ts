import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from '../../lib/http.ts';

export type Script = { readonly text: string; readonly gzip: Buffer; readonly etag: string };

/** The scripts served to browsers, by their path in a folder. */
export type ScriptDirectory = { find(file: string): Promise<Script | undefined> };

/** Scripts are read when first asked for: most environments of the function never serve one. */
export function scriptsIn(folder: string): ScriptDirectory {
  const scripts = new Map<string, Promise<Script>>();
  let names: Promise<readonly string[]> | undefined;
  return {
    find: async (file) => {
      names ??= readdir(folder, { recursive: true });
      // only what lies in the folder: a path from outside opens no file
      if (!(await names).includes(file)) return undefined;
      const script = scripts.get(file) ?? readFile(join(folder, file)).then(scriptOf);
      scripts.set(file, script);
      return script;
    },
  };
}

function scriptOf(bytes: Buffer): Script {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  // weak: compressed or not, it is the same script
  return { text: bytes.toString(), gzip: gzipSync(bytes), etag: `W/"${hash}"` };
}

const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i;

export function answerScript({ text, gzip, etag }: Script, { headers: asked }: HttpRequest): HttpAnswer {
  const headers = { etag, 'cache-control': 'public, max-age=3600', vary: 'Accept-Encoding' };
  if (asked['if-none-match']?.includes(etag)) return { statusCode: 304, headers };
  const typed = { ...headers, 'content-type': 'text/javascript; charset=utf-8' };
  if (!ACCEPTS_GZIP.test(asked['accept-encoding'] ?? ''))
    return { statusCode: 200, headers: typed, body: text };
  return {
    statusCode: 200,
    headers: { ...typed, 'content-encoding': 'gzip' },
    body: gzip.toString('base64'),
    isBase64Encoded: true,
  };
}
