import { describe, expect, it } from 'vitest';
import { messages } from '../../../infra/cli/commands/messages.ts';
import { profile } from '../../../infra/cli/commands/person/profile.ts';
import { runs } from '../../../infra/cli/commands/runs.ts';
import { members } from '../../../infra/cli/commands/segments/members.ts';
import { segments } from '../../../infra/cli/commands/segments/segments.ts';
import type { AdminTestApi } from '../../support/admin/admin-api.ts';
import { commandContext } from '../../support/admin/command-context.ts';

const answering = (body: Record<string, unknown>, status = 200): { api: AdminTestApi; asked: unknown[] } => {
  const asked: unknown[] = [];
  return {
    asked,
    api: async (method, path, call) => {
      asked.push([method, path, call?.query]);
      return { status, headers: {}, body };
    },
  };
};

const anna = {
  profileId: 'user_id:x',
  identifiers: [{ type: 'user_id', value: '42', since: '2026-11-01T10:00:00.000Z' }],
  traits: { email: 'anna@x.de', address: { city: 'Kraków' } },
  computed: { 'total-spent': 120.5 },
  segments: [
    { id: 'recent-buyers', since: '2026-11-02T10:00:00.000Z', until: '2027-01-31T10:00:00.000Z' },
    { id: 'krakow', since: '2026-11-01T10:00:00.000Z' },
  ],
  firstSeen: '2026-11-01T10:00:00.000Z',
  lastSeen: '2026-11-02T10:00:00.000Z',
};

describe('cdp profile', () => {
  it.each([
    ['anna@x.de', { type: 'email', value: 'anna@x.de' }],
    ['user_id:42', { type: 'user_id', value: '42' }],
    ['anonymous_id:a:b', { type: 'anonymous_id', value: 'a:b' }],
    ['android.push_token:t:1', { type: 'android.push_token', value: 't:1' }],
    ['loyalty-card:7', { type: 'loyalty-card', value: '7' }],
    ['id:user_id:x', { type: 'id', value: 'user_id:x' }],
    ['email:anna@x.de', { type: 'email', value: 'anna@x.de' }],
  ])('looks up %s', async (word, query) => {
    const { api, asked } = answering(anna);
    const { context } = commandContext({ api });

    await profile.run(context, [word]);

    expect(asked).toEqual([['GET', '/profiles', query]]);
  });

  it('prints identifiers, traits, computed traits and when each membership ends', async () => {
    const { context, printed } = commandContext({ api: answering(anna).api });

    await profile.run(context, ['user_id:42']);

    expect(printed()).toContain('user_id     42     2026-11-01T10:00:00.000Z');
    expect(printed()).toContain('address: {"city":"Kraków"}');
    expect(printed()).toContain('total-spent: 120.5');
    expect(printed()).toMatch(/recent-buyers {2}2026-11-02T10:00:00.000Z {2}2027-01-31T10:00:00.000Z/);
    expect(printed()).toMatch(/krakow .* something happens/);
  });

  it.each([['anna'], [':anna'], ['user_id:']])('does not take %s for an identifier', async (word) => {
    const run = profile.run(commandContext().context, [word]);

    await expect(run).rejects.toThrow('is no identifier');
  });

  it('says why there is nothing to show', async () => {
    const error = { code: 'not_found', message: 'no profile has this email' };
    const { context } = commandContext({ api: answering({ error }, 404).api });

    await expect(profile.run(context, ['a@b.c'])).rejects.toThrow('no profile has this email');
  });
});

describe('cdp segments', () => {
  it('prints a table', async () => {
    const items = [
      { id: 'vip', name: 'Very important', status: 'live', version: 2, members: 12 },
      { id: 'everyone', status: 'live', version: 1 },
    ];
    const { context, printed } = commandContext({ api: answering({ items }).api });

    await segments.run(context, []);

    expect(printed()).toBe(
      [
        'segment   status  version  members  name',
        '--------  ------  -------  -------  --------------',
        'vip       live          2       12  Very important',
        'everyone  live          1     many',
      ].join('\n'),
    );
  });

  it('says how to begin when there are none', async () => {
    const { context, printed } = commandContext();

    await segments.run(context, []);

    expect(printed()).toContain('npm run cdp -- push examples/shop');
  });
});

describe('cdp members', () => {
  it('prints who is in and since when', async () => {
    const items = [{ profileId: 'user_id:x', since: '2026-11-02T10:00:00.000Z', entry: 3 }];
    const { api, asked } = answering({ items });
    const { context, printed } = commandContext({ api });

    await members.run(context, ['vip']);

    expect(asked).toEqual([['GET', '/segments/vip/members', { limit: '100' }]]);
    expect(printed()).toContain('user_id:x  2026-11-02T10:00:00.000Z             3');
  });

  it('says that nobody is in', async () => {
    const { context, printed } = commandContext({ api: answering({ items: [] }).api });

    await members.run(context, ['vip']);

    expect(printed()).toBe('Nobody is in vip.');
  });
});

describe('cdp runs', () => {
  it('prints who entered, and how it ended', async () => {
    const items = [
      { profileId: 'user_id:x', version: 2, status: 'running', enteredAt: '2026-11-02T10:00:00.000Z' },
      {
        profileId: 'user_id:y',
        version: 1,
        status: 'exited',
        reason: 'exit-event',
        enteredAt: '2026-11-01T10:00:00.000Z',
        endedAt: '2026-11-01T11:00:00.000Z',
      },
    ];
    const { api, asked } = answering({ items });
    const { context, printed } = commandContext({ api });

    await runs.run(context, ['cart']);

    expect(asked).toEqual([['GET', '/journeys/cart/runs', { limit: '100' }]]);
    expect(printed()).toMatch(/running {16}.* 2 {2}user_id:x/);
    expect(printed()).toMatch(/exited {3}exit-event {2}2026-11-01T11:00:00.000Z .* user_id:y/);
  });

  it('needs a journey', async () => {
    await expect(runs.run(commandContext().context, [])).rejects.toThrow('runs needs a journey');
  });
});

describe('cdp messages', () => {
  const skipped = {
    sendId: 's1',
    profileId: 'user_id:x',
    journey: 'cart',
    step: 'mail',
    channel: 'email',
    state: 'SKIPPED',
    reason: 'unsubscribed',
    at: '2026-11-01T11:00:00.000Z',
  };

  it('prints what was sent in a journey, and what was not and why', async () => {
    const { api, asked } = answering({ items: [skipped] });
    const { context, printed } = commandContext({ api, options: { journey: 'cart' } });

    await messages.run(context, []);

    expect(asked).toEqual([['GET', '/messages', { journey: 'cart', limit: '100' }]]);
    expect(printed()).toContain('2026-11-01T11:00:00.000Z  cart     mail  email    SKIPPED  unsubscribed');
  });

  it('finds the person first', async () => {
    const { api, asked } = answering({ ...anna, items: [] });
    const { context, printed } = commandContext({ api, options: { profile: 'anna@x.de' } });

    await messages.run(context, []);

    expect(asked).toEqual([
      ['GET', '/profiles', { type: 'email', value: 'anna@x.de' }],
      ['GET', '/messages', { profileId: 'user_id:x', limit: '100' }],
    ]);
    expect(printed()).toBe('No messages.');
  });

  it('lists the newest of all journeys when nothing is asked for', async () => {
    const later = { ...skipped, journey: 'welcome', at: '2026-11-02T11:00:00.000Z' };
    const sends: Record<string, object[]> = { cart: [skipped], welcome: [later] };
    const api: AdminTestApi = async (_method, path, call) => ({
      status: 200,
      headers: {},
      body:
        path === '/journeys'
          ? { items: [{ id: 'cart' }, { id: 'welcome' }] }
          : { items: [...(sends[call?.query?.journey ?? ''] ?? [])] as never },
    });
    const { context, printed } = commandContext({ api });

    await messages.run(context, []);

    expect(printed()).toMatch(/2026-11-02.* welcome[\s\S]*2026-11-01.* cart/);
  });
});
