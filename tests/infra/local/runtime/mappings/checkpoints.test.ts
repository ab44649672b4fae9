import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileCheckpoints } from '../../../../../infra/local/runtime/mappings/checkpoints.ts';

describe('checkpoints in a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-checkpoints-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are there after a restart', () => {
    const file = join(folder, 'new', 'checkpoints.json');
    const before = fileCheckpoints(file);
    before.save('a/shard', '1');
    before.save('a/shard', '2');
    before.close();

    const after = fileCheckpoints(file);

    expect(after.load('a/shard')).toBe('2');
    expect(after.load('b/shard')).toBeUndefined();
  });

  it('are not taken for empty when the file is broken', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(file, '{');

    expect(() => fileCheckpoints(file)).toThrow(`checkpoints not readable: ${file}`);
  });
});
