import { describe, expect, it } from 'vitest';
import { listEvent } from '../../../../shared/definitions/list-upload.ts';
import { HOUR, MINUTE, ProfileWorld, START } from '../../../support/profiles/profile-world.ts';

const guests = { id: 'guests', where: { list: 'vip' } };
const list = (upload: number, at = START) => ({ id: 'vip', upload, replacedAt: new Date(at).toISOString() });
const named = (member: { userId: string } | { email: string }, upload: number) =>
  listEvent(member, { list: 'vip', upload, at: new Date(START).toISOString() });
const world = (upload: number) => new ProfileWorld({ segments: [guests], lists: [list(upload)] });

function isGuest(given: ProfileWorld): boolean {
  const [root] = given.roots();
  const evaluated = root?.memberships.get('guests');
  return evaluated?.since !== undefined;
}

describe('a segment by a list', () => {
  it('has whom the upload names, known before or not', async () => {
    const given = world(1);

    await given.post(named({ userId: 'anna' }, 1));

    expect(given.roots()).toHaveLength(1);
    expect(isGuest(given)).toBe(true);
  });

  it('has nobody before there is an upload, nor whom nobody named', async () => {
    const given = world(0);

    await given.post(
      given.event({ userId: 'anna', event: 'List Uploaded', properties: { list: 'vip', upload: 1 } }),
    );

    expect(isGuest(given)).toBe(false);
    expect(given.roots()[0]?.lists.size).toBe(0);
  });

  it('keeps who was in the upload before for a quarter of an hour, and then puts them out', async () => {
    const given = world(1);
    await given.post(named({ userId: 'anna' }, 1));
    given.now += HOUR;

    given.publish([guests], [], { lists: [list(2, given.now)] });
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(isGuest(given)).toBe(true);
    expect(given.roots()[0]?.nextFlip).toBe(START + HOUR + 15 * MINUTE);

    given.now += 15 * MINUTE;
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(isGuest(given)).toBe(false);
  });

  it('keeps who is in both uploads, whichever is told last', async () => {
    const given = world(1);
    await given.post(named({ userId: 'anna' }, 2));
    await given.post(named({ userId: 'anna' }, 1));

    given.now += HOUR;
    given.publish([guests], [], { lists: [list(2)] });
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(isGuest(given)).toBe(true);
    expect(given.roots()[0]?.nextFlip).toBeUndefined();
  });

  it('puts out who was only in an upload long before', async () => {
    const given = world(1);
    await given.post(named({ userId: 'anna' }, 1));

    given.publish([guests], [], { lists: [list(3)] });
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(isGuest(given)).toBe(false);
  });

  it('goes with the person through a merge', async () => {
    const given = world(2);
    await given.post(named({ userId: 'anna' }, 1), named({ email: 'anna@shop.test' }, 2));
    expect(given.roots()).toHaveLength(2);

    await given.post(given.event({ type: 'identify', userId: 'anna', traits: { email: 'anna@shop.test' } }));

    expect(given.roots()).toHaveLength(1);
    expect(isGuest(given)).toBe(true);
  });
});
