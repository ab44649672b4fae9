import { RetryableError } from '../../shared/errors.ts';
import type { Person, Sweep } from '../../shared/profiles/jobs/person.ts';
import { type Bucket, deleteObject, listKeys, readObject, replaceObject } from './removing/stored-objects.ts';

/** Objects that hold things of many people, and how one person is cut out of them. */
export type ObjectSweep = {
  readonly bucket: Bucket;
  readonly prefix: string;
  /** the key behind which the person may be found at all */
  startOf(person: Person): string;
  /** the text without the person, and how much was theirs; an empty text removes the object */
  cut(text: string, person: Person): Promise<{ readonly text: string; readonly removed: number }>;
};

// some tenths of a second each, and a step has two minutes
const OBJECTS_A_STEP = 50;
const MAX_ATTEMPTS = 5;

/** Reads every object, one after the other, and rewrites those that hold something of the person. */
export const sweepObjects =
  (sweep: ObjectSweep): Sweep =>
  async (person, from) => {
    const after = typeof from === 'string' ? from : sweep.startOf(person);
    const keys = await listKeys(sweep.bucket, { prefix: sweep.prefix, after, limit: OBJECTS_A_STEP });
    let removed = 0;
    for (const key of keys) removed += await cutOut(sweep, key, person);
    return { removed, next: keys.length === OBJECTS_A_STEP ? keys.at(-1) : undefined };
  };

async function cutOut({ bucket, cut }: ObjectSweep, key: string, person: Person): Promise<number> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { text, etag } = await readObject(bucket, key);
    const rest = await cut(text, person);
    if (rest.removed === 0) return 0;
    if (rest.text === '') await deleteObject(bucket, key);
    else if ((await replaceObject(bucket, key, { text: rest.text, etag })) === 'changed') continue;
    return rest.removed;
  }
  throw new RetryableError(`object ${key} was changed by others ${MAX_ATTEMPTS} times`);
}

/** What was exported of the person: whole objects, under the ids it was asked for by. */
export const sweepExports =
  (bucket: Bucket, prefixOf: (profileId: string) => string): Sweep =>
  async ({ ids }) => {
    let removed = 0;
    for (const id of ids) {
      const prefix = prefixOf(id);
      for (
        let keys = await listKeys(bucket, { prefix, after: '', limit: OBJECTS_A_STEP });
        keys.length > 0;
        keys = await listKeys(bucket, { prefix, after: '', limit: OBJECTS_A_STEP })
      ) {
        for (const key of keys) await deleteObject(bucket, key);
        removed += keys.length;
      }
    }
    return { removed };
  };
