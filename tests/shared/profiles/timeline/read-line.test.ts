import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../../events/stream-event.ts';
import { type LinePosition, newestPosition } from '../../../../shared/profiles/timeline/line-position.ts';
import { type LineRequest, readLine } from '../../../../shared/profiles/timeline/read-line.ts';
import { compileFilter, type TimelineFilter } from '../../../../shared/profiles/timeline/timeline-filter.ts';
import { DAY, MINUTE, ProfileWorld } from '../../../support/profiles/profile-world.ts';

/** Two devices browse in turn, then one person signs in on both; `copy` is posted by both. */
async function mergedWorld(): Promise<ProfileWorld> {
  const world = new ProfileWorld();
  for (let turn = 0; turn < 6; turn += 1) {
    const anonymousId = turn % 2 === 0 ? 'phone' : 'laptop';
    await world.post(world.event({ anonymousId, event: 'Viewed', messageId: `view-${turn}` }));
    world.now += MINUTE;
  }
  for (const anonymousId of ['phone', 'laptop']) {
    await world.post(world.event({ anonymousId, event: 'Viewed', messageId: 'copy' }));
    world.now += MINUTE;
  }
  for (const anonymousId of ['phone', 'laptop']) {
    await world.post(
      world.event({ type: 'identify', anonymousId, userId: 'anna', messageId: `in-on-${anonymousId}` }),
    );
    world.now += MINUTE;
  }
  return world;
}

const wholeLine = [
  'in-on-laptop',
  'in-on-phone',
  'copy',
  'view-5',
  'view-4',
  'view-3',
  'view-2',
  'view-1',
  'view-0',
];

type Asked = Partial<Pick<LineRequest, 'limit' | 'mostChunks'>> & {
  filter?: TimelineFilter;
  position: LinePosition;
};

async function read(world: ProfileWorld, { filter = {}, position, ...asked }: Asked) {
  const { events, next } = await readLine(world.stores, {
    limit: 100,
    mostChunks: 100,
    mostRemembered: 100,
    ...compileFilter(filter),
    from: position,
    ...asked,
  });
  return { ids: events.map(({ messageId }) => messageId), next };
}

const newestOf = (world: ProfileWorld): LinePosition => newestPosition(world.roots()[0]?.heads ?? []);

async function readAll(world: ProfileWorld, asked: Omit<Asked, 'position'>): Promise<string[]> {
  const ids: string[] = [];
  let position: LinePosition | undefined = newestOf(world);
  while (position !== undefined) {
    const page = await read(world, { ...asked, position });
    ids.push(...page.ids);
    position = page.next;
  }
  return ids;
}

describe('the line of a merged profile', () => {
  it.each([1, 2, 3, 4, 5, 7, 100])(
    'is one, in the order of time, each event once, in pages of %i',
    async (limit) => {
      expect(await readAll(await mergedWorld(), { limit })).toEqual(wholeLine);
    },
  );

  it('goes on from its place while new events arrive and the profile changes', async () => {
    const world = await mergedWorld();
    const first = await read(world, { position: newestOf(world), limit: 4 });

    await world.post(world.event({ userId: 'anna', event: 'Viewed' }));
    const rest = await read(world, { position: first.next ?? newestPosition([]) });

    expect([...first.ids, ...rest.ids]).toEqual(wholeLine);
  });

  it('is read whole under a filter that matches little, a few chunks at a time', async () => {
    const world = await mergedWorld();
    const filter = { event: 'Viewed', to: new Date(world.roots()[0]?.firstSeen ?? 0).toISOString() };

    const page = await read(world, { position: newestOf(world), filter, mostChunks: 2 });

    expect(page).toMatchObject({ ids: [], next: { branches: expect.any(Array) } });
    expect(await readAll(world, { filter, mostChunks: 2 })).toEqual([]);
    expect(await readAll(world, { filter: { event: 'Viewed' }, mostChunks: 2 })).toEqual(wholeLine.slice(2));
  });
});

describe('a line', () => {
  const timeline = async (...events: Partial<StreamEvent>[]): Promise<ProfileWorld> => {
    const world = new ProfileWorld();
    for (const event of events) {
      await world.post(world.event({ userId: 'anna', ...event }));
      world.now += 40 * DAY;
    }
    return world;
  };

  it('leaves out what a write that lost its race left behind', async () => {
    const world = await timeline({ messageId: 'first' });
    await world.stores.append({
      ...(world.stores.saved[0] ?? expect.fail('nothing was saved')),
      events: [world.event({ messageId: 'orphan' })],
    });
    await world.post(world.event({ userId: 'anna', messageId: 'second' }));

    expect(await readAll(world, {})).toEqual(['second', 'first']);
  });

  it.each<[TimelineFilter, string[]]>([
    [{ type: 'identify' }, ['d']],
    [{ event: 'Bought' }, ['c', 'b']],
    [{ source: 'app' }, ['b']],
    // c arrived last, with a time far before
    [{ from: '2026-11-01', to: '2026-12-12' }, ['b', 'a']],
    [{ to: '2026-01-02' }, ['c']],
    [{ event: 'Bought', source: 'web' }, ['c']],
  ])('holds only what %o asks for', async (filter, ids) => {
    const world = await timeline(
      { messageId: 'a', event: 'Viewed' },
      { messageId: 'b', event: 'Bought', source: { id: 'app', kind: 'server' } },
      { messageId: 'd', type: 'identify', traits: { name: 'Anna' } },
      { messageId: 'c', event: 'Bought', timestamp: '2026-01-01T00:00:00.000Z' },
    );

    expect(await readAll(world, { filter })).toEqual(ids);
  });

  it('is not read on where all was received long before the time asked for', async () => {
    const world = await timeline({ messageId: 'a' }, { messageId: 'b' }, { messageId: 'c' });
    const read: string[] = [];
    const loadBack = world.stores.loadBack.bind(world.stores);
    world.stores.loadBack = (head) => {
      read.push(head);
      return loadBack(head);
    };

    expect(await readAll(world, { filter: { from: new Date(world.now - DAY).toISOString() } })).toEqual([]);
    expect(read).toHaveLength(1);
  });
});
