import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import type { ProfileWrite } from '../../../shared/fold/draft.ts';
import type { GroupWrite } from '../../../shared/profiles/belonging/group.ts';
import { emptyColdPart, newProfile, type Profile } from '../../../shared/profiles/profile.ts';
import type {
  GroupMembers,
  ProfileStore,
  TimelineReader,
  TimelineStore,
  TimerStore,
} from '../../../shared/profiles/profile-store.ts';

export type Stores = {
  readonly profiles: ProfileStore;
  readonly timeline: TimelineStore & TimelineReader;
  readonly timers: TimerStore;
  readonly members: GroupMembers;
};

const EXACT = { consistent: true };
const AT = Date.parse('2026-11-01T00:00:00.000Z');

export function writeFor(profile: Profile, changes: Partial<ProfileWrite> = {}): ProfileWrite {
  return {
    profile: { ...profile, version: (changes.expectedVersion ?? 0) + 1 },
    expectedVersion: 0,
    cold: undefined,
    pointers: [],
    absorbed: [],
    repointed: [],
    pages: [],
    joined: [],
    left: [],
    merges: undefined,
    events: [],
    previousHeads: [],
    timerMinute: undefined,
    ...changes,
  };
}

function event(messageId: string, timestamp = new Date(AT).toISOString()): StreamEvent {
  return {
    type: 'page',
    messageId,
    source: { id: 'web', kind: 'server' },
    userId: 'anna',
    timestamp,
    receivedAt: timestamp,
  };
}

const cold = (version: number) => ({ part: { ...emptyColdPart(), version }, expectedVersion: version - 1 });

/** What every implementation of the profile ports must do; `make` answers empty stores. */
export function profileStoresContract(make: () => Promise<Stores>): void {
  describe('profiles', () => {
    it('come back as they were saved, with their pointers', async () => {
      const { profiles } = await make();
      const profile = {
        ...newProfile('user_id:anna', AT, 3),
        links: new Set(['12345678']),
        nextFlip: AT + 5,
      };

      const outcome = await profiles.save(writeFor(profile, { cold: cold(1), pointers: ['email:anna'] }));
      const nodes = await profiles.loadNodes(['user_id:anna', 'email:anna', 'user_id:nobody'], EXACT);

      expect(outcome).toBe('saved');
      expect(nodes.get('user_id:anna')).toEqual({ status: 'root', profile: { ...profile, version: 1 } });
      expect(nodes.get('email:anna')).toEqual({ status: 'pointer', to: 'user_id:anna' });
      expect(nodes.size).toBe(2);
      expect((await profiles.loadCold(['user_id:anna'], EXACT)).get('user_id:anna')).toEqual({
        ...emptyColdPart(),
        version: 1,
      });
    });

    it('are not written over when someone else wrote first', async () => {
      const { profiles } = await make();
      const profile = newProfile('user_id:anna', AT, 0);
      await profiles.save(writeFor(profile));

      expect(await profiles.save(writeFor(profile))).toBe('conflict');
      expect(await profiles.save(writeFor(profile, { expectedVersion: 1 }))).toBe('saved');
      expect(await profiles.save(writeFor(profile, { expectedVersion: 1 }))).toBe('conflict');
    });

    it('are stored with all their parts or not at all', async () => {
      const { profiles } = await make();
      const anna = newProfile('user_id:anna', AT, 0);
      await profiles.save(writeFor(newProfile('email:taken', AT, 0)));

      const outcome = await profiles.save(writeFor(anna, { cold: cold(1), pointers: ['email:taken'] }));

      expect(outcome).toBe('conflict');
      expect((await profiles.loadNodes(['user_id:anna'], EXACT)).size).toBe(0);
      expect((await profiles.loadCold(['user_id:anna'], EXACT)).size).toBe(0);
    });

    it('become pointers when absorbed, and only at the version that was read', async () => {
      const { profiles } = await make();
      const anna = newProfile('user_id:anna', AT, 0);
      const phone = newProfile('anonymous_id:phone', AT, 0);
      await profiles.save(writeFor(anna));
      await profiles.save(writeFor(phone, { cold: cold(1) }));
      const absorb = (version: number) =>
        writeFor(anna, {
          expectedVersion: 1,
          absorbed: [{ id: phone.id, version, coldVersion: 1, groups: [] }],
        });

      expect(await profiles.save(absorb(2))).toBe('conflict');
      expect(await profiles.save(absorb(1))).toBe('saved');
      expect((await profiles.loadNodes([phone.id], EXACT)).get(phone.id)).toEqual({
        status: 'pointer',
        to: anna.id,
      });
      expect((await profiles.loadCold([phone.id], EXACT)).size).toBe(0);
      // what was absorbed is no root any more, whatever version a late writer has read
      expect(await profiles.save(writeFor(phone, { expectedVersion: 1 }))).toBe('conflict');
    });

    it('are pointed to anew only from where a pointer led', async () => {
      const { profiles } = await make();
      const [anna, phone] = [newProfile('user_id:anna', AT, 0), newProfile('anonymous_id:phone', AT, 0)];
      await profiles.save(writeFor(anna));
      await profiles.save(writeFor(phone, { pointers: ['email:anna'] }));
      const repoint = (from: string) =>
        writeFor(anna, { expectedVersion: 1, repointed: [{ key: 'email:anna', from }] });

      expect(await profiles.save(repoint('anonymous_id:laptop'))).toBe('conflict');
      expect(await profiles.save(repoint(phone.id))).toBe('saved');
      expect((await profiles.loadNodes(['email:anna'], EXACT)).get('email:anna')).toEqual({
        status: 'pointer',
        to: anna.id,
      });
    });

    it('keep pages of dedup entries beside them', async () => {
      const { profiles } = await make();
      const entries = new Map([['AAAAAAAA', 29_000_000]]);

      await profiles.save(
        writeFor(newProfile('user_id:anna', AT, 0), { pages: [{ entries, expiresAt: 2_000_000_000 }] }),
      );

      const page = { entries, expiresAt: 2_000_000_000 };
      expect(await profiles.loadPages('user_id:anna', 2_000_000_000)).toEqual([page]);
      expect(await profiles.loadPages('user_id:anna', 2_000_000_001)).toEqual([]);
      expect(await profiles.loadPages('user_id:bert', 0)).toEqual([]);
    });

    it('load by the hundreds', async () => {
      const { profiles } = await make();
      const ids = Array.from({ length: 130 }, (_, index) => `user_id:${index}`);
      for (const id of ids) await profiles.save(writeFor(newProfile(id, AT, 0)));

      expect((await profiles.loadNodes(ids, { consistent: false })).size).toBe(130);
    });
  });

  describe('the timeline', () => {
    it('reads along the chain, so that a chunk of a lost race does not count', async () => {
      const { timeline } = await make();
      const anna = newProfile('user_id:anna', AT, 0);
      const first = await timeline.append(writeFor(anna, { events: [event('1')] }));
      await timeline.append(
        writeFor(anna, { expectedVersion: 1, events: [event('lost')], previousHeads: [first] }),
      );
      const second = await timeline.append(
        writeFor(anna, { expectedVersion: 1, events: [event('2'), event('3')], previousHeads: [first] }),
      );

      expect((await timeline.load([second])).map(({ messageId }) => messageId).sort()).toEqual([
        '1',
        '2',
        '3',
      ]);
      expect(await timeline.load([])).toEqual([]);
    });

    it('joins the chains of merged profiles, oldest event first', async () => {
      const { timeline } = await make();
      const [anna, phone] = [newProfile('user_id:anna', AT, 0), newProfile('anonymous_id:phone', AT, 0)];
      const late = await timeline.append(
        writeFor(anna, { events: [event('late', '2026-11-02T00:00:00.000Z')] }),
      );
      const early = await timeline.append(writeFor(phone, { events: [event('early')] }));
      const merged = await timeline.append(
        writeFor(anna, {
          expectedVersion: 1,
          events: [event('last', '2026-11-03T00:00:00.000Z')],
          previousHeads: [late, early],
        }),
      );

      expect((await timeline.load([merged])).map(({ messageId }) => messageId)).toEqual([
        'early',
        'late',
        'last',
      ]);
    });
  });

  describe('groups', () => {
    const write = (version: number, changed: readonly string[] = []): GroupWrite => ({
      key: 'group::acme',
      id: 'acme',
      group: { version, traits: { '/plan': ['pro', AT, 'message'] } },
      changed,
      at: AT,
    });

    it('are read by key, those that nobody stored at version 0', async () => {
      const { profiles } = await make();
      await profiles.saveGroup(write(1, ['plan']));

      expect(await profiles.loadGroups(['group::acme', 'group::other'])).toEqual(
        new Map([
          ['group::acme', { version: 1, traits: { '/plan': ['pro', AT, 'message'] } }],
          ['group::other', { version: 0, traits: {} }],
        ]),
      );
    });

    it('are stored only over the version before', async () => {
      const { profiles } = await make();

      expect(await profiles.saveGroup(write(2))).toBe('conflict');
      expect(await profiles.saveGroup(write(1))).toBe('saved');
      expect(await profiles.saveGroup(write(1))).toBe('conflict');
      expect(await profiles.saveGroup(write(2))).toBe('saved');
    });

    it('list who joined until they are absorbed', async () => {
      const { profiles, members } = await make();
      const anna = newProfile('user_id:anna', AT, 0);
      const listed = async () => {
        const ids: string[] = [];
        for await (const page of members.list('group::acme')) ids.push(...page);
        return ids;
      };
      await profiles.save(writeFor(anna, { joined: ['group::acme'] }));
      await profiles.save(writeFor(newProfile('user_id:bert', AT, 0), { joined: ['group::acme'] }));
      const both = await listed();
      const left = [{ key: 'group::acme', profileId: 'user_id:bert' }];
      await profiles.save(writeFor(anna, { expectedVersion: 1, left }));

      expect([both, await listed()]).toEqual([['user_id:anna', 'user_id:bert'], ['user_id:anna']]);
    });
  });

  describe('the timeline read back', () => {
    it('begins with the chunk that was named and tells what each follows', async () => {
      const { timeline } = await make();
      const anna = newProfile('user_id:anna', AT, 0);
      const first = await timeline.append(writeFor(anna, { events: [event('1')] }));
      const second = await timeline.append(
        writeFor(anna, { expectedVersion: 1, events: [event('2')], previousHeads: [first, 'other|1#x'] }),
      );
      await timeline.append(
        writeFor(anna, { expectedVersion: 2, events: [event('3')], previousHeads: [second] }),
      );

      const [newest] = await timeline.loadBack(second, 5);

      expect(newest).toEqual({ head: second, previous: [first, 'other|1#x'], events: [event('2')] });
      expect(await timeline.loadBack(second, 1)).toHaveLength(1);
      expect(await timeline.loadBack('user_id:nobody|1#x', 5)).toEqual([]);
    });
  });

  describe('timers', () => {
    it('name each profile once in the minute it is due', async () => {
      const { timers } = await make();
      for (const id of ['user_id:a', 'user_id:b', 'user_id:a']) await timers.arm(100, id);
      await timers.arm(101, 'user_id:c');

      expect((await timers.due(100)).sort()).toEqual(['user_id:a', 'user_id:b']);
      expect(await timers.due(99)).toEqual([]);
    });
  });
}
