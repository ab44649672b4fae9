import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../infra/local/demo/synthesize.ts';

describe('whether the template is up to date', () => {
  let root: string;
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'assembly-'));
    for (const folder of ['functions/lib', 'shared', 'events', 'infra/local', 'infra/cli'])
      await write(`${folder}/a.ts`, 'one');
    for (const file of ['package-lock.json', 'cdk.json', 'tsconfig.json']) await write(file, '{}');
  });
  afterEach(() => rm(root, { recursive: true }));

  it.each(['functions/lib/a.ts', 'shared/a.ts', 'infra/new.ts', 'cdk.json'])(
    'depends on %s',
    async (file) => {
      const before = await fingerprintOf(root);

      await write(file, 'two');

      expect(await fingerprintOf(root)).not.toBe(before);
    },
  );

  it.each(['infra/local/a.ts', 'infra/cli/a.ts', 'README.md', 'cdk.out/x.json'])(
    'does not depend on %s',
    async (file) => {
      const before = await fingerprintOf(root);

      await write(file, 'two');

      expect(await fingerprintOf(root)).toBe(before);
    },
  );
});
