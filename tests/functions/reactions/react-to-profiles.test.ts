import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { reactToProfiles } from '../../../functions/reactions/react-to-profiles.ts';
import { compileRules } from '../../../shared/definitions/live-rules.ts';
import { packHot } from '../../../shared/profiles/codec/hot-codec.ts';
import type { Effect } from '../../../shared/profiles/effect.ts';
import { newProfile } from '../../../shared/profiles/profile.ts';
import type { MembershipRow } from '../../../shared/profiles/react.ts';
import { MemoryProfileStores } from '../../support/profiles/memory-profile-stores.ts';
import { MemoryRuns, RecordingEngine } from '../../support/profiles/memory-runs.ts';

const began: Effect = { number: 7, kind: 'run-began', journey: 'welcome', version: 2, entryId: 'e1', at: 0 };
const ended: Effect = {
  number: 8,
  kind: 'run-ended',
  journey: 'welcome',
  entryId: 'e1',
  at: 1,
  reason: 'exit-event',
};
const AT = Date.parse('2026-11-01T00:00:00.000Z');

function world() {
  const rows: MembershipRow[] = [];
  const events: StreamEvent[] = [];
  const runs = new MemoryRuns();
  const engine = new RecordingEngine();
  const dependencies = {
    runs,
    engine,
    timeline: new MemoryProfileStores(),
    members: new MemoryProfileStores(),
    loadRules: async () => compileRules({ number: 1, definitions: [] }),
    memberships: { put: async (row: MembershipRow) => void rows.push(row) },
    log: {
      append: async (entries: readonly { event: StreamEvent }[]) => {
        events.push(...entries.map(({ event }) => event));
        return [];
      },
    },
  };
  return { rows, events, runs, engine, dependencies };
}

function record(node: string, effects: readonly Effect[], sequenceNumber = '1') {
  const hot = Buffer.from(packHot(newProfile(node, AT, 1))).toString('base64');
  const newImage = {
    node: { S: node },
    part: { S: 'hot' },
    hot: { B: hot },
    effects: { S: JSON.stringify(effects) },
  };
  return { sequenceNumber, newImage };
}

const entered: Effect = { number: 3, kind: 'entered', segment: 'vip', entry: 2, at: AT };

describe('react-to-profiles', () => {
  it('lists a member and says so, under names a repeat gives again', async () => {
    const first = world();
    const second = world();

    await reactToProfiles(first.dependencies, [record('user_id:x', [entered])]);
    await reactToProfiles(second.dependencies, [
      record('user_id:x', [entered]),
      record('user_id:x', [entered]),
    ]);

    expect(first.rows).toEqual([
      { segment: 'vip', profileId: 'user_id:x', since: AT, entry: 2, effectNumber: 3 },
    ]);
    expect(first.events.map(({ event, profileId }) => ({ event, profileId }))).toEqual([
      { event: 'Segment Entered', profileId: 'user_id:x' },
    ]);
    expect(new Set(second.events.map(({ messageId }) => messageId))).toEqual(
      new Set(first.events.map(({ messageId }) => messageId)),
    );
  });

  it('marks one that left instead of deleting the row, so that a late entry cannot bring it back', async () => {
    const { rows, events, dependencies } = world();

    await reactToProfiles(dependencies, [record('user_id:x', [{ ...entered, number: 4, kind: 'exited' }])]);

    expect(rows[0]).toMatchObject({ effectNumber: 4, exitedAt: AT });
    expect(events.map(({ event }) => event)).toEqual(['Segment Exited']);
  });

  it('moves a membership on a merge and says nothing: nobody entered', async () => {
    const { rows, events, dependencies } = world();
    const moved: Effect = {
      number: 5,
      kind: 'moved',
      segment: 'vip',
      entry: 1,
      at: AT,
      from: 'anonymous_id:y',
      since: AT - 1,
    };

    await reactToProfiles(dependencies, [record('user_id:x', [moved])]);

    expect(events).toEqual([]);
    expect(rows.map(({ profileId, since, exitedAt }) => ({ profileId, since, exitedAt }))).toEqual([
      { profileId: 'user_id:x', since: AT - 1, exitedAt: undefined },
      { profileId: 'anonymous_id:y', since: AT, exitedAt: AT },
    ]);
  });

  it('repeats from the record whose row could not be written', async () => {
    const { dependencies } = world();
    const memberships = {
      put: async ({ profileId }: MembershipRow) => {
        if (profileId === 'user_id:bad') throw new Error('table is away');
      },
    };
    const records = [record('user_id:x', [entered], '1'), record('user_id:bad', [entered], '2')];

    const result = await reactToProfiles({ ...dependencies, memberships }, records);

    expect(result.failedFrom).toBe('2');
  });

  it('repeats all when the stream refuses the platform events', async () => {
    const { dependencies } = world();
    const log = {
      append: async (entries: readonly { event: StreamEvent; partitionKey: string }[]) => entries,
    };

    const result = await reactToProfiles({ ...dependencies, log }, [record('user_id:x', [entered], '7')]);

    expect(result.failedFrom).toBe('7');
  });

  it('has nothing to do for a deleted item', async () => {
    const { rows, dependencies } = world();

    const result = await reactToProfiles(dependencies, [{ sequenceNumber: '1', newImage: undefined }]);

    expect(result.failedFrom).toBeUndefined();
    expect(rows).toEqual([]);
  });

  it('enrols and starts a run, and the same run again on a repeat', async () => {
    const { runs, engine, events, dependencies } = world();

    await reactToProfiles(dependencies, [record('user_id:x', [began]), record('user_id:x', [began])]);

    expect([...runs.runs.values()]).toMatchObject([
      { entryId: 'e1', journeyId: 'welcome', version: 2, profileId: 'user_id:x', status: 'running' },
    ]);
    expect(new Set(engine.started)).toEqual(new Set(['welcome/e1']));
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('ends a run and stops it', async () => {
    const { runs, engine, dependencies } = world();

    await reactToProfiles(dependencies, [record('user_id:x', [began], '1')]);
    await reactToProfiles(dependencies, [record('user_id:x', [ended], '2')]);

    expect(runs.runs.get('e1')).toMatchObject({ status: 'exited', reason: 'exit-event' });
    expect(engine.stopped).toEqual(['welcome/e1']);
  });

  it('never starts a run that ended in the same write, or before its beginning was seen', async () => {
    const same = world();
    const late = world();

    await reactToProfiles(same.dependencies, [record('user_id:x', [began, ended])]);
    await reactToProfiles(late.dependencies, [record('user_id:x', [ended])]);
    await reactToProfiles(late.dependencies, [record('user_id:x', [began])]);

    expect(same.engine.started).toEqual([]);
    expect(same.runs.runs.get('e1')?.status).toBe('exited');
    expect(late.engine.started).toEqual([]);
  });
});
