import { describe, expect, it } from 'vitest';
import { explain } from '../../../infra/cli/commands/person/explain.ts';
import type { AdminTestApi } from '../../support/admin/admin-api.ts';
import { commandContext } from '../../support/admin/command-context.ts';

const event = {
  messageId: 'm-1',
  type: 'track',
  event: 'Order Completed',
  source: 'shop',
  timestamp: '2026-11-01T10:00:00.000Z',
  receivedAt: '2026-11-01T10:00:01.000Z',
};

/** Answers every explanation with the body, and remembers what was asked. */
function answering(body: Record<string, unknown>) {
  const asked: unknown[] = [];
  const api: AdminTestApi = async (_, path, call) => {
    const isProfile = path === '/profiles';
    if (!isProfile) asked.push([path, call?.query]);
    return { status: 200, headers: {}, body: isProfile ? { profileId: 'user_id:x' } : body };
  };
  return { asked, api };
}

async function told(body: Record<string, unknown>, options: Record<string, string>): Promise<string> {
  const { context, printed } = commandContext({ api: answering(body).api, options });
  expect(await explain.run(context, ['user_id:42'])).toBe(0);
  return printed();
}

const noneBeaten = { beaten: { total: 0, items: [] } };

describe('cdp explain', () => {
  it.each([
    [{ trait: 'address/city' }, { trait: '/address/city' }],
    [{ trait: '/plan' }, { trait: '/plan' }],
  ])('asks for %o by its pointer', async (options, query) => {
    const { api, asked } = answering({ trait: '/plan', winning: [], ...noneBeaten });
    const { context, printed } = commandContext({ api, options });

    await explain.run(context, ['user_id:42']);

    expect(asked).toEqual([['/profiles/user_id%3Ax/explain', query]]);
    expect(printed()).toBe('Nothing has set plan.');
  });

  it('says so when the timeline does not hold the event any more', async () => {
    const winning = [{ pointer: '/plan', value: 'pro', at: event.timestamp }];

    const text = await told({ trait: '/plan', value: 'pro', winning, ...noneBeaten }, { trait: 'plan' });

    expect(text).toMatch(/^plan is "pro"\n[\s\S]*plan: "pro" +not in the timeline any more$/);
    const record = { at: event.timestamp, rule: 'merged', what: ['anonymous_id:y'], identifiers: [] };
    expect(await told({ items: [record] }, { merge: 'anonymous_id:y' })).toMatch(
      /joined by unknown\n[\s\S]*not in the timeline any more$/,
    );
  });

  it.each([
    [{ value: 45, valueOfTimeline: 45 }, /^spent is 45\n\nEvents/],
    [{ value: 45, valueOfTimeline: 20 }, /^spent is 45\nThe events in the timeline alone make 20:/],
    [{ value: 45, valueOfTimeline: 20, readBackTo: event.receivedAt }, /^spent is 45\n\nEvents/],
    [{ valueOfTimeline: 20 }, /^spent has no value\nIt will be 20 with the next event/],
  ])('says how %o go together', async (values, expected) => {
    const counted = { total: 60, items: [{ ...event, value: 20 }] };

    const text = await told({ computed: 'spent', ...values, counted }, { computed: 'spent' });

    expect(text).toMatch(expected);
    expect(text).toContain('... the newest 1 of 60');
  });

  it('says how far back it has read', async () => {
    const body = { computed: 'spent', counted: { total: 0, items: [] }, readBackTo: event.receivedAt };

    expect(await told(body, { computed: 'spent' })).toContain(
      `Read back to what was received ${event.receivedAt}`,
    );
  });

  it('shows what else a merge log may hold', async () => {
    const record = {
      at: event.timestamp,
      rule: 'parted',
      what: ['user_id:z'],
      by: ['ana'],
      event,
      identifiers: [],
    };

    expect(await told({ items: [record] }, { merge: 'user_id:z' })).toMatch(/^parted user_id:z ana\n/);
  });

  it.each<[Record<string, string>, string[], string]>([
    [{ trait: 'plan' }, [], 'needs an identifier'],
    [{}, ['user_id:42'], 'takes one of'],
    [{ trait: 'plan', merge: 'x' }, ['user_id:42'], 'takes one of'],
  ])('refuses %o of %o', async (options, words, message) => {
    await expect(explain.run(commandContext({ options }).context, words)).rejects.toThrow(message);
  });
});
