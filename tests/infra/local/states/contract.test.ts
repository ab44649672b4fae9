import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { LocalStates } from '../../../support/aws/local-states.ts';
import { statesContract } from '../../../support/aws/states/states-contract.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'tributary-states-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

statesContract({ name: 'in memory', start: () => LocalStates.start(), between: async () => {} });
statesContract({
  name: 'on disk, closed and opened again while it rests',
  start: () => LocalStates.start({ dataDir }),
  between: (local) => local.reopen(),
});
