import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '../../../../infra/cli/cloud/admin-client.ts';
import { list } from '../../../../infra/cli/commands/lists/list.ts';
import { RunningCloud } from '../../../support/cloud/running-cloud.ts';

let shop: RunningCloud;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lists-'));
  shop = await RunningCloud.start();
  await shop.publish('vip', {}, 'lists');
  await shop.publish('guests', { where: { list: 'vip' } });
});
afterAll(async () => {
  await shop.stop();
  await rm(folder, { recursive: true });
});

async function cdpList(word: string, name: string, text: string): Promise<string> {
  const lines: string[] = [];
  await writeFile(join(folder, name), text);
  const { publicUrl: url, adminToken: token } = shop.cloud;
  const context = {
    admin: adminClient({ url, token }),
    options: {},
    print: (line: string) => void lines.push(line),
    confirm: async () => true,
  };
  await list.run(context, [word, 'vip', join(folder, name)]);
  await shop.cloud.drain();
  return lines.join('\n');
}

async function guests(...queries: readonly string[]): Promise<string[]> {
  const members = await shop.members('guests');
  const found = await Promise.all(queries.map((query) => shop.profile(query)));
  return queries.filter((_, index) => members.includes(found[index]?.profileId ?? ''));
}
const everyone = ['userId=anna', 'userId=carl', 'email=bert@shop.test'];

describe('a static list', () => {
  it('takes in whom the file names, by user id or address, known or not', async () => {
    await shop.send({ type: 'track', userId: 'anna', event: 'Page Viewed' });

    const printed = await cdpList('upload', 'vip.csv', 'name,userId\nAnna,anna\nNobody,null\nCarl,carl\n');
    await cdpList('add', 'more.ndjson', '{"email":"Bert@shop.test"}\n');

    expect(printed).toBe('2 named in upload 1 of vip; 1 lines name nobody.');
    expect(await guests(...everyone)).toEqual(everyone);
  });

  it('puts out who is not in the next upload, a quarter of an hour after it came into force', async () => {
    await cdpList('upload', 'next.csv', 'userId\nanna\n');
    expect(await guests(...everyone)).toEqual(everyone);

    await shop.cloud.advance(16 * 60_000);

    expect(await guests(...everyone)).toEqual(['userId=anna']);
  });
});
