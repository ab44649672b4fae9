import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { PlantedBug } from './bugs.ts';

const root = new URL('../../../../..', import.meta.url).pathname;
const sources = ['package.json', 'events', 'shared', 'functions', 'infra/local', 'tests/support'];
const HUNT = 'tests/support/profiles/simulation/planted/hunt.ts';

const caughtSchema = z.object({ shape: z.string(), seed: z.number(), wrong: z.array(z.string()) }).nullable();
/** The seed that noticed a bug, and the first thing it found wrong; null when none did. */
export type Caught = z.infer<typeof caughtSchema>;

/** A copy of the sources to plant bugs in; the sources themselves are never touched. */
export async function openGarden() {
  const copy = await mkdtemp(join(tmpdir(), 'tributary-planted-'));
  for (const source of sources) await cp(join(root, source), join(copy, source), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  return {
    /** Plants one bug, lets up to `seeds` seeds of each of its shapes look for it, and pulls it out again. */
    hunt: async (bug: PlantedBug, seeds: number): Promise<Caught> => {
      const files = new Set(bug.edits.map(({ file }) => file));
      try {
        await plant(copy, bug);
        return await hunt(copy, bug, seeds);
      } finally {
        for (const file of files) await cp(join(root, file), join(copy, file));
      }
    },
    close: () => rm(copy, { recursive: true }),
  };
}

async function plant(copy: string, { name, edits }: PlantedBug): Promise<void> {
  for (const { file, search, replace } of edits) {
    const [before, after, ...more] = (await readFile(join(copy, file), 'utf8')).split(search);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`"${name}" needs to find its text once in ${file}: ${search}`);
    await writeFile(join(copy, file), `${before}${replace}${after}`);
  }
}

async function hunt(copy: string, { shapes }: PlantedBug, seeds: number): Promise<Caught> {
  const words = [join(copy, HUNT), String(seeds), ...shapes];
  const env = { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT' };
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: copy, env });
  return caughtSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null'));
}
