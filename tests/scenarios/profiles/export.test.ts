import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { exportPerson } from '../../../infra/cli/commands/person/export-person.ts';
import { addToCart, consent, identify, publishJourneys } from '../../support/cloud/journey-fixtures.ts';
import { HOUR, RunningCloud } from '../../support/cloud/running-cloud.ts';

type Posted = { readonly messageId: string; readonly [field: string]: unknown };
type Line = { readonly kind: string; readonly [field: string]: unknown };

const view = (anonymousId: string, turn: number): Posted => ({
  type: 'track',
  anonymousId,
  messageId: `${anonymousId}-${turn}`,
  event: 'Product Viewed',
  properties: { sku: `${anonymousId}-${turn}`, price: turn / 100, tags: ['ä', '"quoted"', '\n'] },
});

/** 1,300 events on two devices, some twice, then the sign-ins that make one person of them. */
const posted: readonly Posted[] = [
  ...Array.from({ length: 1_300 }, (_, turn) => view(turn % 3 === 0 ? 'laptop' : 'phone', turn)),
  {
    type: 'identify',
    anonymousId: 'phone',
    userId: 'ana',
    messageId: 'in-on-phone',
    traits: { plan: 'pro' },
  },
  { type: 'identify', anonymousId: 'laptop', userId: 'ana', messageId: 'in-on-laptop' },
  { type: 'group', userId: 'ana', groupId: 'acme', messageId: 'group' },
];

/** A retry whose device had changed in between: each profile took it before they were one. */
const retried: Posted = { ...view('phone', 1), anonymousId: 'tablet' };

let shop: RunningCloud;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-export-'));
  shop = await RunningCloud.start([{ id: 'pros', where: { trait: 'plan', exists: true } }]);
  await shop.publish('views', { event: 'Product Viewed', count: true }, 'computed');
  await publishJourneys(shop);
  for (let start = 0; start < posted.length; start += 100) {
    const batch = posted.slice(start, start + 100);
    await shop.send(...batch, ...batch.slice(0, 20));
  }
  await shop.send(retried);
  await shop.send({ type: 'identify', anonymousId: 'tablet', userId: 'ana', messageId: 'in-on-tablet' });
  await shop.send(
    identify({ userId: 'ana' }, 'ana'),
    consent({ userId: 'ana' }),
    addToCart({ userId: 'ana' }, 'A lamp'),
  );
  await shop.cloud.advance(30 * HOUR);
});
afterAll(async () => {
  await shop.stop();
  await rm(folder, { recursive: true });
});

const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });

async function exported(name: string): Promise<string> {
  const out = join(folder, name);
  const command = exportPerson(async () => void (await shop.cloud.drain()));
  const context = { admin: admin(), print: () => {}, confirm: async () => true, options: { out } };
  expect(await command.run(context, ['user_id:ana'])).toBe(0);
  return readFile(out, 'utf8');
}

describe('the export of a person', () => {
  let lines: Line[];
  const ofKind = (kind: string) => lines.filter((line) => line.kind === kind);
  beforeAll(async () => {
    const text = await exported('ana.ndjson');
    lines = text
      .trimEnd()
      .split('\n')
      .map((line): Line => JSON.parse(line));
  });

  it('holds every event that was posted, as it was posted, each once', () => {
    const events = new Map(ofKind('event').map((event) => [event.messageId, event]));

    const others = posted.filter(({ messageId }) => messageId !== retried.messageId);
    for (const { messageId, ...content } of [retried, ...others])
      expect(events.get(messageId)).toMatchObject(content);
    expect(events.size).toBe(ofKind('event').length);
    const own = ofKind('event').filter(({ source }) => (source as { kind: string }).kind !== 'platform'); // a stream event
    // those of the story after the list: one sign-in more, then who she is, what she allows, what she puts into the cart
    expect(own).toHaveLength(posted.length + 4);
  });

  it('holds the profile with all that was concluded', async () => {
    const profile = await shop.profile('userId=ana');
    const [line, ...others] = ofKind('profile');

    expect(others).toEqual([]);
    expect(line).toMatchObject({ ...profile, traits: { plan: 'pro' }, groups: [{ id: 'acme' }] });
    // the retry is the same event: it was counted by each of the profiles before they were one
    expect(line).toMatchObject({ computed: { views: 1_301 } });
    expect(line).toMatchObject({ memberships: [{ id: 'pros', entries: 1 }, { id: 'known' }] });
    expect(line?.mergeLog).toHaveLength(2);
  });

  it('holds what was sent, and what she went through', () => {
    expect(ofKind('run')).not.toEqual([]);
    expect(ofKind('message').map(({ state }) => state)).toContain('SENT');
  });

  it('is the same as one array', async () => {
    expect(JSON.parse(await exported('ana.json'))).toEqual(lines);
  });
});

describe('a job', () => {
  it('tells how it went and who asked, and has its parts', async () => {
    const { profileId } = (await shop.profile('userId=ana')) ?? expect.fail('there is no ana');
    const path = `/profiles/${encodeURIComponent(profileId)}/exports`;
    const { jobId } = bodyOf(await admin().call(z.object({ jobId: z.string() }), { method: 'POST', path }));
    await shop.cloud.drain();

    const job = bodyOf(await admin().call(z.looseObject({}), { path: `/jobs/${jobId}` }));

    expect(job).toMatchObject({
      jobId,
      kind: 'export',
      status: 'done',
      by: expect.any(String),
      counts: { profile: 1, timeline: expect.any(Number), runs: expect.any(Number) },
      result: `/admin/v1/jobs/${jobId}/result`,
    });
    expect(job).not.toHaveProperty('place');
  });

  it.each([
    ['GET', '/jobs/none'],
    ['GET', '/jobs/none/result'],
    ['POST', '/profiles/nobody/exports'],
  ] as const)('is not found: %s %s', async (method, path) => {
    expect(await admin().call(z.unknown(), { method, path })).toMatchObject({ problem: { status: 404 } });
  });
});
