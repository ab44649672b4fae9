import { describe, expect, it } from 'vitest';
import { previewRoutes } from '../../../functions/admin/member-routes.ts';
import { type PreviewPorts, previewSegment } from '../../../functions/reactions/preview-segment.ts';
import { listEvent } from '../../../shared/definitions/list-upload.ts';
import { adminApi } from '../../support/admin/admin-api.ts';
import { memoryDefinitionStore } from '../../support/admin/memory-definition-store.ts';
import { DAY, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const order = { event: 'Order Completed' };
const buyers = { id: 'buyers', where: { ...order, within: '30d' } };
const atLeast = {
  id: 'at-least',
  parameters: ['amount'],
  where: { trait: 'spent', atLeast: { parameter: 'amount' } },
};
const draft = { where: { ...order, within: '30d', sum: { of: 'total', atLeast: 100 } } };

/** Ten shoppers who bought for 20, 40, ... 200, on as many days. */
async function shopWorld(): Promise<ProfileWorld> {
  const world = new ProfileWorld({ segments: [buyers, atLeast] });
  for (let shopper = 1; shopper <= 10; shopper += 1) {
    world.now = START + shopper * DAY;
    const properties = { total: 20 * shopper };
    await world.post(
      world.event({ ...order, userId: `shopper-${shopper}`, messageId: `m-${shopper}`, properties }),
    );
  }
  return world;
}

function portsOf(world: ProfileWorld, now: () => Date = () => new Date(world.now)): PreviewPorts {
  const { stores } = world;
  const { identityKey, loadRules } = world.dependencies();
  const loadIdentityKey = async () => identityKey;
  return { scan: stores, profiles: stores, timeline: stores, loadRules, loadIdentityKey, now };
}

function previewing(world: ProfileWorld, now?: () => Date) {
  const ports = portsOf(world, now);
  const api = adminApi(
    previewRoutes({
      definitions: memoryDefinitionStore(),
      preview: (question) => previewSegment(ports, question),
    }),
  );
  return (body: unknown, query: Record<string, string> = {}) =>
    api('POST', '/segments/preview', { body, query });
}

describe('POST /segments/preview', () => {
  it('counts who would be in, from what happened before anybody asked', async () => {
    const { status, body } = await previewing(await shopWorld())(draft);

    expect(status).toBe(200);
    expect(body).toMatchObject({ lookedAt: 10, isComplete: true, members: 6, warnings: [] });
    expect(body).not.toHaveProperty('against');
  });

  it('shows some of them, with the reasons', async () => {
    const { body } = await previewing(await shopWorld())(draft);

    const sample = body.sample as { profileId: string }[]; // as in the table
    expect(sample).toHaveLength(5);
    for (const person of sample)
      expect(person).toMatchObject({
        profileId: expect.stringMatching(/^user_id:/),
        holds: true,
        where: {
          kind: 'event',
          counted: [{ count: 1, of: 'total' }],
          evidence: { items: [{ event: 'Order Completed' }] },
        },
      });
  });

  it('shows some who would not be in when nobody would', async () => {
    const rich = { where: { ...order, sum: { of: 'total', atLeast: 1_000 } } };

    const { body } = await previewing(await shopWorld())(rich);

    expect(body).toMatchObject({ members: 0, sample: [{ holds: false }, {}, {}, {}, {}] });
  });

  it('says who would enter and leave, compared with a live segment', async () => {
    const world = await shopWorld();
    world.now = START + 35 * DAY;
    const wider = { id: 'buyers', where: { ...order, within: '90d', sum: { of: 'total', atLeast: 100 } } };

    const { body } = await previewing(world)(wider, { against: 'buyers' });

    // five bought too long ago for the live one, of the others all are in both
    expect(body).toMatchObject({ members: 6, against: { id: 'buyers', entering: 1, leaving: 0 } });
  });

  it('knows who is on a list', async () => {
    const at = new Date(START).toISOString();
    const world = new ProfileWorld({ lists: [{ id: 'vip', upload: 1, replacedAt: at }] });
    await world.post(listEvent({ userId: 'anna' }, { list: 'vip', upload: 1, at }));
    await world.post(world.event({ ...order, userId: 'bert' }));
    const segment = { id: 'guests', where: { list: 'vip' } };

    expect(await previewSegment(portsOf(world), { segment, against: undefined })).toMatchObject({
      lookedAt: 2,
      members: 1,
      sample: [{ holds: true }],
    });
  });

  it('stores nothing', async () => {
    const world = await shopWorld();
    const before = await world.state();

    await previewing(world)(draft);

    expect(await world.state()).toEqual(before);
    expect(world.stores.saved).toHaveLength(10);
  });

  it('stops when its time is up, and says how many it has looked at', async () => {
    const world = await shopWorld();
    let looks = 0;
    const hurried = () => new Date(world.now + 20_000 * looks++);

    expect((await previewing(world, hurried)(draft)).body).toMatchObject({
      lookedAt: 0,
      isComplete: false,
      members: 0,
    });
  });

  it.each([
    [{ where: { evnt: 'Order Completed' } }, {}, 400, 'did you mean `event`?'],
    [{ where: { segment: 'staff' } }, {}, 400, 'no segment `staff` is live'],
    ['a text', {}, 400, 'a segment must be an object'],
    [
      {
        parameters: ['sku'],
        where: { event: 'Order Completed', where: [{ property: 'sku', equals: { parameter: 'sku' } }] },
      },
      {},
      400,
      'segment `preview` has parameters, so it has no members',
    ],
    [draft, { against: 'at-least' }, 400, 'segment `at-least` has parameters, so it has no members'],
    [draft, { against: 'byers' }, 404, 'there is no segment `byers`, did you mean `buyers`?'],
  ])('refuses %j against %j', async (body, query, status, message) => {
    const answer = await previewing(await shopWorld())(body, query as Record<string, string>); // some have none

    expect(answer.status).toBe(status);
    expect(answer.body.error?.message).toContain(message);
  });
});
