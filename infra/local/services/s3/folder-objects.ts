import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inKeyOrder, type Objects, type StoredObject } from './objects.ts';

type Sidecar = { readonly key: string } & Omit<StoredObject, 'body'>;

// file systems allow 255 bytes; the rest is for the hash that keeps long names apart
const MAX_NAME = 180;

/** A folder for each bucket, a file for each object, and beside it in `.headers` what is not its body. */
export function folderObjects(root: string): Objects {
  const bodyPath = (bucket: string, key: string): string => join(root, bucket, fileName(key));
  const sidecarPath = (bucket: string, key: string): string =>
    join(root, bucket, '.headers', `${fileName(key)}.json`);
  return {
    async put(bucket, key, { body, ...rest }) {
      const sidecar: Sidecar = { key, ...rest };
      // the body comes last: an object exists once its body does
      await replaceFile(sidecarPath(bucket, key), JSON.stringify(sidecar));
      await replaceFile(bodyPath(bucket, key), body);
    },
    async get(bucket, key) {
      const body = await readIfThere(bodyPath(bucket, key));
      const sidecar = body && (await readIfThere(sidecarPath(bucket, key)));
      if (body === undefined || sidecar === undefined) return undefined;
      const { headers, lastModified } = readSidecar(sidecar);
      return { body, headers, lastModified };
    },
    async delete(bucket, key) {
      await rm(bodyPath(bucket, key), { force: true });
      await rm(sidecarPath(bucket, key), { force: true });
    },
    async keys(bucket) {
      const bodies = new Set(await listIfThere(join(root, bucket)));
      const sidecars = await listIfThere(join(root, bucket, '.headers'));
      const complete = sidecars.filter((name) => bodies.has(name.slice(0, -'.json'.length)));
      const files = await Promise.all(complete.map((name) => readFile(join(root, bucket, '.headers', name))));
      return inKeyOrder(files.map((file) => readSidecar(file).key));
    },
  };
}

// one flat folder: as paths, the keys "a" and "a/b" could not both be files
function fileName(key: string): string {
  const name = encodeURIComponent(key).replace(/^\./, '%2E').replaceAll('*', '%2A');
  if (name.length <= MAX_NAME) return name;
  return `${name.slice(0, MAX_NAME)}~${createHash('sha256').update(key).digest('hex')}`;
}

// a reader sees the old file or the new one, never a part
async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.unfinished-${crypto.randomUUID()}`);
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

function readSidecar(file: Buffer): Sidecar {
  // only put() writes sidecars
  return JSON.parse(file.toString()) as Sidecar;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return ifThere(() => readFile(path), undefined);
}

async function listIfThere(path: string): Promise<string[]> {
  return ifThere(() => readdir(path), []);
}

async function ifThere<T, U>(read: () => Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}
