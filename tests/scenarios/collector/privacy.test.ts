import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanTable } from '../../../infra/local/demo/scan-table.ts';
import { assemblyFolder } from '../../support/cloud/assembly.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';

const CANARIES = [
  'canary-user',
  'canary-device',
  'canary@shop.example',
  'Canary Name',
  'canary-secret-value',
];
const KEYS = ['node', 'profileId', 'chunk', 'segment', 'minute', 'day', 'id'];

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start([{ id: 'named', where: { trait: 'name', exists: true } }]);
  const ids = { userId: 'canary-user', anonymousId: 'canary-device' };
  await shop.send(
    { type: 'identify', ...ids, traits: { email: 'canary@shop.example', name: 'Canary Name' } },
    { type: 'track', ...ids, event: 'Secret Told', properties: { secret: 'canary-secret-value' } },
    // refused for good: what is kept about it must not show in logs either
    { type: 'track', ...ids, event: 'x'.repeat(300), properties: { secret: 'canary-secret-value' } },
    { type: 'track', properties: { secret: 'canary-secret-value' } },
  );
});
afterAll(() => shop.stop());

describe('what is known about a person', () => {
  it('is in no line any function logs', () => {
    const logs = shop.cloud.logs().map(({ text }) => text);

    expect(logs.length).toBeGreaterThan(0);
    for (const canary of CANARIES) expect(logs.join('\n')).not.toContain(canary);
  });

  it('is in no key of any table', async () => {
    const keys: string[] = [];
    for (const table of ['Profiles', 'Timeline', 'Memberships', 'Timers', 'FailedEvents'])
      for await (const item of scanTable(shop.cloud.awsUrl, table))
        keys.push(...KEYS.flatMap((name) => item[name]?.S ?? []));

    expect(keys.length).toBeGreaterThan(5);
    for (const canary of CANARIES) expect(keys.join('\n')).not.toContain(canary);
  });
});

describe('the control surface of the local cloud', () => {
  it('is in no bundle and in no template', () => {
    const files = readdirSync(assemblyFolder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js') || name.endsWith('.template.json'))
      .map((name) => readFileSync(`${assemblyFolder}/${name}`, 'utf8'));

    expect(files.length).toBeGreaterThan(6);
    for (const text of files) expect(text).not.toMatch(/_local\/|AWS_ENDPOINT_URL=|virtual-date/);
  });
});
