import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KinesisClient, ListStreamsCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { exportPerson } from '../../../infra/cli/commands/person/export-person.ts';
import { forget } from '../../../infra/cli/commands/person/forget.ts';
import { scanTable } from '../../../infra/local/demo/scan-table.ts';
import { wordsIn } from '../../support/cloud/files/texts-in.ts';
import { addToCart, consent, identify, publishJourneys } from '../../support/cloud/journey-fixtures.ts';
import { HOUR, RunningCloud } from '../../support/cloud/running-cloud.ts';
import { type StreamRecord, streamRecords } from '../../support/cloud/stream-records.ts';

// each word stands in one place of the story, and must be in no file at the end
const her = {
  userId: 'u-zofia-77',
  phone: 'a-zofia-phone',
  laptop: 'a-zofia-laptop',
  name: 'Zofiawska',
  page: 'zofias-secret-page',
  broken: 'zofias-broken-cart',
};
const email = `${her.name.toLowerCase()}@shop.example`;
const words = [...Object.values(her), email];

const known = { userId: her.userId, anonymousId: her.phone };

function inBookClub(userId: string) {
  return { type: 'group', userId, groupId: 'book-club', traits: { genre: 'crime' } };
}

/** Her life before: two devices that become one person, a journey, messages, consent, and an event that fails. */
const life = (at: string) =>
  [
    { type: 'page', anonymousId: her.laptop, messageId: 'z-1', properties: { title: her.page } },
    identify(known, her.name),
    { type: 'identify', userId: her.userId, anonymousId: her.laptop, messageId: 'z-3' },
    consent({ userId: her.userId }),
    { ...addToCart(known, her.page), messageId: 'z-5' },
    { ...inBookClub(her.userId), messageId: 'z-6' },
  ].map((event, index) => ({ messageId: `z-${index}`, ...event, timestamp: at }));

const other = [identify({ userId: 'u-jan', anonymousId: 'a-jan' }, 'Jan'), inBookClub('u-jan')];
const broken = {
  type: 'group',
  userId: her.userId,
  messageId: 'z-broken',
  groupId: { of: her.broken },
};

let folder: string;
let dataDir: string;
let shop: RunningCloud;
let before: string;
let printed: string[];
let streamed: StreamRecord[];
let foundBefore: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-erasure-'));
  dataDir = join(folder, 'data');
  shop = await RunningCloud.start([], undefined, dataDir);
  await publishJourneys(shop);
  before = new Date(shop.now()).toISOString();
  await shop.send(...life(before), broken, ...other);
  await shop.cloud.advance(2 * HOUR);
  await exported();
  foundBefore = await found();
  streamed = await streamRecords(shop.cloud.awsUrl);
  printed = await forgotten();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
const context = (options: object, print: (text: string) => void = () => {}) => ({
  admin: admin(),
  print,
  confirm: async () => true,
  options,
});

async function exported(): Promise<void> {
  const command = exportPerson(async () => void (await shop.cloud.drain()));
  await command.run(context({ out: join(folder, 'her.ndjson') }), [`user_id:${her.userId}`]);
}

async function forgotten(): Promise<string[]> {
  const lines: string[] = [];
  const command = forget(async () => void (await shop.cloud.drain()));
  await command.run(
    context({ reason: 'she asked' }, (text) => lines.push(text)),
    [`user_id:${her.userId}`],
  );
  return lines;
}

const found = async () => (await wordsIn(dataDir, words)).filter((hit) => !hit.includes('outbox.sqlite'));

/** What the stream holds, put there once more: as a replay from the archive does. */
async function replay(records: readonly StreamRecord[]): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kinesis = new KinesisClient({ region: 'us-east-1', credentials, endpoint: shop.cloud.awsUrl });
  const { StreamNames: [StreamName] = [] } = await kinesis.send(new ListStreamsCommand({}));
  const Records = records.map(({ partitionKey, data }) => ({
    PartitionKey: partitionKey,
    Data: Buffer.from(data),
  }));
  await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
  kinesis.destroy();
  await shop.cloud.drain();
}

/** The function called again with what it had read before. */
async function redeliver(records: readonly StreamRecord[]) {
  const Records = records.map(({ data }, index) => ({
    kinesis: {
      sequenceNumber: String(index),
      approximateArrivalTimestamp: shop.now() / 1_000,
      data: Buffer.from(data).toString('base64'),
    },
  }));
  const { functionError } = await shop.cloud.invoke('update-profiles', { Records });
  expect(functionError).toBeUndefined();
}

async function certificate(): Promise<string> {
  const lines: string[] = [];
  const [, job = ''] = /forget --job (\S+)`/.exec(printed.join('\n')) ?? [];
  await forget(async () => {}).run(
    context({ job }, (text) => lines.push(text)),
    [],
  );
  return lines.join('\n');
}

async function redriven(): Promise<void> {
  await shop.send({ ...broken, timestamp: before });
  expect(await shop.failedCodes()).toHaveLength(1);
  const { code } = (await failedEvents())[0] ?? expect.fail('nothing failed');
  const body = { code, patch: { groupId: 'acme' } };
  bodyOf(await admin().call(z.unknown(), { method: 'POST', path: '/failed-events/redrive', body }));
  await shop.cloud.drain();
}

async function inGroups(): Promise<string[]> {
  const parts: string[] = [];
  for await (const { part } of scanTable(shop.cloud.awsUrl, 'Profiles')) parts.push(part?.S ?? '');
  return parts.filter((part) => part.startsWith('member#'));
}

async function failedEvents(): Promise<readonly { readonly code: string }[]> {
  const schema = z.object({ items: z.array(z.object({ code: z.string() })) });
  return bodyOf(await admin().call(schema, { path: '/failed-events' })).items;
}

describe('a person who was erased', () => {
  it('is gone at once, and the terminal says what was done', async () => {
    expect(await shop.profile(`userId=${her.userId}`)).toBeUndefined();
    expect(await shop.profile(`email=${email}`)).toBeUndefined();
    expect(await shop.members('known')).toHaveLength(1);
    expect(await inGroups()).toEqual([`member#${(await shop.profile('userId=u-jan'))?.profileId}`]);
    expect(await shop.failedCodes()).toEqual([]);
    expect(printed.join('\n')).toContain('swept again in 25 hours');
  });

  it('was everywhere before: in items, streams, objects and queues', () => {
    for (const word of words)
      expect(
        foundBefore.some((hit) => hit.startsWith(word)),
        word,
      ).toBe(true);
    for (const place of ['/dynamodb/', '/kinesis/', '/s3/'])
      expect(
        foundBefore.some((hit) => hit.includes(place)),
        place,
      ).toBe(true);
  });

  it.each([
    ['are read from the stream again', () => redeliver(streamed)],
    ['are replayed from the archive', () => replay(streamed)],
    ['are sent again', () => shop.send(...life(before))],
    ['are sent for the first time', () => shop.send({ ...life(before)[0], messageId: 'z-late' })],
    ['failed and are driven again', redriven],
  ])('does not come back when her events %s', async (_, again) => {
    await again();

    expect(await shop.profile(`userId=${her.userId}`)).toBeUndefined();
    expect(await shop.profile(`anonymousId=${her.laptop}`)).toBeUndefined();
    expect((await shop.profile('userId=u-jan'))?.traits).toMatchObject({ name: 'Jan' });
    expect(await shop.failedCodes()).toEqual([]);
  });

  it('is in no file any more after the last sweep and a day of streams', async () => {
    await shop.cloud.advance(75 * HOUR);
    expect(await certificate()).toContain('completedAt');
    await shop.stop();

    expect(await found()).toEqual([]);
  });
});
