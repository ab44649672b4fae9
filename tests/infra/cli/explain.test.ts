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

  it('says how a part of a trait is written where nothing has set one with a dot', async () => {
    const text = await told(
      { trait: '/address.city', winning: [], ...noneBeaten },
      { trait: 'address.city' },
    );

    expect(text).toBe(
      'Nothing has set address.city. A part of a trait is written with a slash: address/city',
    );
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

  it('shows why somebody is in a segment, condition by condition', async () => {
    const order = { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } };
    const where = {
      pointer: '/where',
      kind: 'all',
      holds: true,
      flipsAt: '2027-01-30T10:00:00.000Z',
      parts: [
        {
          pointer: '/where/all/0',
          kind: 'event',
          holds: true,
          flipsAt: '2027-01-30T10:00:00.000Z',
          condition: order,
          counted: [{ event: 'Order Completed', count: 2, of: 'total', sum: 110 }],
          evidence: { total: 21, items: [{ ...event, value: 110 }] },
        },
        {
          pointer: '/where/all/1',
          kind: 'not',
          holds: true,
          parts: [
            {
              pointer: '/where/all/1/not',
              kind: 'trait',
              holds: false,
              condition: { trait: 'plan', equals: 'pro' },
              counted: [],
              evidence: { total: 0, items: [] },
            },
          ],
        },
      ],
    };
    const body = { segment: 'buyers', at: event.receivedAt, holds: true, flipsAt: where.flipsAt, where };

    const lines = (await told(body, { segment: 'buyers' })).split('\n');

    expect(lines[0]).toBe(`${event.receivedAt}: in buyers, until ${where.flipsAt} if nothing happens`);
    expect(lines.slice(4, 9)).toEqual([
      expect.stringMatching(/^yes +all +2027/),
      expect.stringMatching(/^yes +event Order Completed, within 90d, sum +2 Order Completed, total +2027/),
      expect.stringMatching(/^ +\{of total, atLeast 100\} +110$/),
      expect.stringMatching(/^yes +not$/),
      expect.stringMatching(/^no +trait plan, equals pro +nothing$/),
    ]);
    expect(lines.slice(10).join('\n')).toMatch(
      / 110 +Order Completed +shop +m-1\n\.\.\. the newest 1 of 21$/,
    );
  });

  it('asks about an instant past', async () => {
    const where = { pointer: '/where', kind: 'event', holds: false, condition: {}, counted: [] };
    const { api, asked } = answering({ segment: 'buyers', at: event.timestamp, holds: false, where });
    const { context, printed } = commandContext({ api, options: { segment: 'buyers', at: '2026-11-01' } });

    await explain.run(context, ['user_id:42']);

    expect(asked).toEqual([['/profiles/user_id%3Ax/explain', { segment: 'buyers', at: '2026-11-01' }]]);
    expect(printed()).toMatch(/: not in buyers, and stays so if nothing happens\n/);
  });

  it.each<[Record<string, string>, string[], string]>([
    [{ trait: 'plan' }, [], 'needs an identifier'],
    [{}, ['user_id:42'], 'takes one of'],
    [{ trait: 'plan', merge: 'x' }, ['user_id:42'], 'takes one of'],
  ])('refuses %o of %o', async (options, words, message) => {
    await expect(explain.run(commandContext({ options }).context, words)).rejects.toThrow(message);
  });
});
