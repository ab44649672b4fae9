import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../support/cloud/assembly.ts';
import { RunningCloud } from '../support/cloud/running-cloud.ts';

const names = readdirSync(`${projectFolder}functions`)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3));

// an event each function can answer; one it cannot is fine too, as long as the handler is what refuses it
const events: Record<string, unknown> = {
  'update-profiles': { Records: [] },
  'react-to-profiles': { Records: [] },
  'redrive-events': { Records: [] },
  'wake-profiles': { time: '2026-11-01T00:00:00Z' },
  'take-stock': { time: '2026-11-01T00:00:00Z' },
};

let running: RunningCloud;
beforeAll(async () => {
  running = await RunningCloud.start();
});
afterAll(() => running.stop());

describe('every bundle', () => {
  it.each(names)('%s starts with exactly the environment the template gives it', async (name) => {
    const result = await running.cloud.invoke(`tributary-prod-${name}`, events[name] ?? {});

    const logs = running.cloud.logs(`tributary-prod-${name}`).map((line) => JSON.stringify(line));
    expect(JSON.stringify(result)).not.toMatch(/Runtime\.|environment variables missing/);
    expect(logs.join('\n')).not.toMatch(/environment variables missing|Cannot find module/);
    if (events[name]) expect(JSON.stringify(result)).not.toMatch(/errorType/);
  });
});
