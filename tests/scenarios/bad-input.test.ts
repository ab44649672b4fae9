import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
});
afterAll(() => shop.stop());

const page = (userId: string) => ({ type: 'page', userId, name: 'Home' });
const oversized = { ...page('big'), properties: { text: 'x'.repeat(33_000) } };

describe('bad input', () => {
  it.each([
    { name: 'invalid JSON', body: '{"batch":[', key: true, status: 400, code: 'invalid_json' },
    { name: 'no key', body: { batch: [page('a')] }, key: false, status: 401, code: undefined },
    {
      name: 'an unknown key',
      body: { writeKey: `c${'0'.repeat(24)}`, batch: [page('a')] },
      key: false,
      status: 401,
      code: undefined,
    },
  ])('is refused when it is $name', async ({ body, key, status, code }) => {
    const answer = await shop.post('/v1/batch', body, key ? shop.serverKey() : {});

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, ...(code ? { code } : {}) });
    expect(answer.body.message).toEqual(expect.any(String));
  });

  it('in a batch costs only itself: the rest is applied, the bad ones are kept with their reasons', async () => {
    const answer = await shop.send(
      page('good-1'),
      { type: 'page', name: 'Nobody' },
      oversized,
      page('good-2'),
    );

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ success: true, accepted: 2 });
    expect(answer.body.rejected).toMatchObject([{ index: 1 }, { index: 2 }]);
    expect(await shop.profile('userId=good-1')).toBeDefined();
    expect(await shop.profile('userId=good-2')).toBeDefined();
    expect(await shop.failedCodes()).toEqual(['no_identifier', 'too_large']);
  });

  it('does not keep the next valid event of the same person out', async () => {
    await shop.send(oversized);
    await shop.send(page('big'));

    expect((await shop.profile('userId=big'))?.identifiers).toMatchObject([
      { type: 'user_id', value: 'big' },
    ]);
  });

  it.each([
    { name: 'an operator', where: { trait: 'plan', equal: 'gold' }, hint: /equals/ },
    { name: 'a field', where: { event: 'Order Completed', withn: '7d' }, hint: /within/ },
  ])(
    'in a segment, an unknown name of $name, is refused with the nearest known one',
    async ({ where, hint }) => {
      await expect(shop.publish('typo', { where })).rejects.toThrow(hint);
    },
  );
});
