import { describe, expect, it } from 'vitest';
import { parseStories } from '../../../../shared/definitions/stories/parse-stories.ts';
import { stageWith, storyOf } from './story-stage.ts';

const stage = stageWith({
  workspace: [{ timezone: 'Europe/Warsaw' }],
  segment: [{ id: 'vip', where: { event: 'Order Completed' } }],
  list: [{ id: 'invited' }],
  source: [{ id: 'web', kind: 'browser', brand: 'north' }],
});
const page = { at: '0m', type: 'page' };
const fine = { name: 'a story', given: [page], expect: [{ out: 'vip' }] };

describe('parsing stories', () => {
  it('starts on a Monday in June unless the story says when', () => {
    expect(new Date(storyOf(stage, fine).start).toISOString()).toBe('2026-06-01T08:00:00.000Z');
    expect(storyOf(stage, { ...fine, start: '2026-01-01T00:00Z' }).start).toBe(
      Date.parse('2026-01-01T00:00Z'),
    );
  });

  it('makes of each event what the collector makes of it', () => {
    const given = [
      { ...page, source: 'web', anonymousId: 'a-1' },
      { at: '1h', traits: { plan: 'pro' } },
    ];

    const events = storyOf(stage, { ...fine, given }).given.map(({ event }) => event.event);

    expect(events).toMatchObject([
      { type: 'page', event: 'Page Viewed', anonymousId: 'a-1', source: { kind: 'browser', brand: 'north' } },
      {
        type: 'identify',
        userId: 'the-person',
        source: { kind: 'server' },
        timestamp: '2026-06-01T09:00:00.000Z',
      },
    ]);
  });

  it.each([
    [{ ...fine, expekt: [] }, '/tests/0/expekt', 'did you mean `expect`?'],
    [{ ...fine, given: [{ ...page, at: 'soon' }] }, '/tests/0/given/0/at', 'use time after the start'],
    [
      { ...fine, given: [{ at: '0m', propertis: {} }] },
      '/tests/0/given/0/propertis',
      'did you mean `properties`?',
    ],
    [{ ...fine, given: [{ ...page, source: 'wep' }] }, '/tests/0/given/0/source', 'did you mean `web`?'],
    [
      { ...fine, given: [{ at: '0m' }] },
      '/tests/0/given/0',
      'event must be a string that names what happened',
    ],
    [{ ...fine, given: [{ ...page, userId: 'null' }] }, '/tests/0/given/0', 'names nobody in particular'],
    [{ ...fine, given: [{ at: '0m', list: 'invitd' }] }, '/tests/0/given/0/list', 'did you mean `invited`?'],
    [
      { ...fine, given: [{ at: '0m', list: 'invited', event: 'x' }] },
      '/tests/0/given/0/event',
      '`list` is no event, got `event` beside it',
    ],
    [{ ...fine, expect: [{ out: 'vipp' }] }, '/tests/0/expect/0/out', 'did you mean `vip`?'],
    [{ ...fine, expect: [{ at: '1d' }] }, '/tests/0/expect/0', 'says one thing, got nothing'],
    [{ ...fine, expect: [{ out: 'vip', in: 'vip' }] }, '/tests/0/expect/0', 'got `in` and `out`'],
    [{ ...fine, expect: [{ entered: 'vip' }] }, '/tests/0/expect/0', '`entered` needs `at`'],
  ])('refuses %j', (story, pointer, message) => {
    const parse = () => parseStories({ tests: [story] }, stage);

    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ pointer }));
  });
});
