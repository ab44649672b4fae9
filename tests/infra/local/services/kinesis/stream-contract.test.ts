import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { shardsContract } from '../../../../support/aws/shards-contract.ts';
import { streamContract } from '../../../../support/aws/stream-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-streams-'));
afterAll(() => rmSync(folder, { recursive: true }));

for (const contract of [streamContract, shardsContract]) {
  contract('in memory', () => undefined);
  contract('in a folder', () => mkdtempSync(join(folder, 'one-')));
}
