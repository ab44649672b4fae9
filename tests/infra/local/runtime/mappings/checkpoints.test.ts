import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRuntimeDatabase } from '../../../../../infra/local/runtime/deployment/runtime-database.ts';
import { createCheckpoints } from '../../../../../infra/local/runtime/mappings/checkpoints.ts';

describe('checkpoints', () => {
  it('are there for another process the moment they are saved', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-checkpoints-'));
    const [before, after] = [openRuntimeDatabase(folder), openRuntimeDatabase(folder)];
    createCheckpoints(before).save('a/shard', '1');
    createCheckpoints(before).save('a/shard', '2');

    expect(createCheckpoints(after).load('a/shard')).toBe('2');
    expect(createCheckpoints(after).load('b/shard')).toBeUndefined();

    for (const database of [before, after]) database.close();
    rmSync(folder, { recursive: true });
  });
});
