import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../../shared/errors.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';

function refusalOf(where: unknown): unknown {
  try {
    parseSegment({ id: 'tried', where });
  } catch (error) {
    return error instanceof InvalidInputError ? { pointer: error.pointer, message: error.message } : error;
  }
  return 'was not refused';
}

const email = { channel: 'email' };

describe('conditions about what the platform knows', () => {
  it.each([
    [
      { consent: 'email', is: 'subscribed' },
      '/where/consent',
      'an object with `channel`, `topic`, got "email"',
    ],
    [{ consent: { chanel: 'email' }, is: 'subscribed' }, '/where/consent/chanel', 'did you mean `channel`?'],
    [{ consent: { channel: 'fax' }, is: 'subscribed' }, '/where/consent/channel', '`push`, got "fax"'],
    [{ consent: { ...email, topic: 'A b' }, is: 'subscribed' }, '/where/consent/topic', 'got "A b"'],
    [{ consent: email }, '/where/is', '`is` must be `subscribed` or `unsubscribed`, got nothing'],
    [{ consent: email, is: true }, '/where/is', 'got true'],
    [{ consent: email, was: 'subscribed' }, '/where/was', 'unknown key `was`, did you mean `is`?'],
    [{ journey: 'welcome' }, '/where/is', 'one of `active`, `completed`, `never-entered`, got nothing'],
    [{ journey: 'welcome', is: 'done' }, '/where/is', 'got "done"'],
    [{ journey: ['welcome'], is: 'active' }, '/where/journey', 'got a list of 1'],
    [
      { bucket: { seed: 'a', percent: 101 } },
      '/where/bucket/percent',
      'from 0 to 100 with at most 2 decimals',
    ],
    [{ bucket: { seed: 'a', percent: 0.001 } }, '/where/bucket/percent', 'got 0.001'],
    [{ bucket: { seed: '', percent: 10 } }, '/where/bucket/seed', 'got ""'],
    [{ bucket: { percent: 10 } }, '/where/bucket/seed', 'got nothing'],
    [{ bucket: 10 }, '/where/bucket', 'an object with `seed`, `percent`, got 10'],
    [{ bucket: { seed: 'a', percent: 10 }, is: true }, '/where/is', 'unknown key `is`'],
  ])('refuse %j', (where, pointer, message) => {
    expect(refusalOf(where)).toMatchObject({ pointer, message: expect.stringContaining(message) });
  });

  it.each([
    [{ bucket: { seed: 'a', percent: 0 } }, '/where/bucket/percent: nobody is among 0 percent'],
    [{ bucket: { seed: 'a', percent: 100 } }, '/where/bucket/percent: everybody is among 100 percent'],
    [{ bucket: { seed: 'a', percent: 5 } }, '/where: a person without events or traits is in this segment'],
    [{ journey: 'welcome', is: 'never-entered' }, '/where: a person without events or traits'],
    [{ not: { segment: 'staff' } }, '/where: a person without events or traits'],
  ])('warn of %j', (where, warning) => {
    expect(parseSegment({ id: 'tried', where }).warnings).toContainEqual(expect.stringContaining(warning));
  });
});
