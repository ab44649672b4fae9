import { describe, expect, it } from 'vitest';
import { journeyPermissions } from '../../../../shared/journeys/steps/index.ts';
import { branch, exit, journeyOf, refusalOf, send, wait } from '../journey-cases.ts';

const AN_ID = '1 to 64 lowercase letters, digits or dashes';
const A_WAIT = 'a whole number and m, h, d or w, such as 30m or 7d, from 1m to 365d';
const order = { event: 'Order Completed' };

describe('a step', () => {
  it.each([
    [null, '', 'invalid_value', 'a step must be an object with `id` and `type`, got null'],
    [
      { id: 'a' },
      '/type',
      'missing_step_type',
      "a step's `type` must be one of wait, branch, send, exit, got nothing",
    ],
    [
      { id: 'a', type: 'wiat' },
      '/type',
      'unknown_step_type',
      'a step\'s `type` must be one of wait, branch, send, exit, got "wiat", did you mean `wait`?',
    ],
    [
      { id: 'a', type: 'constructor' },
      '/type',
      'unknown_step_type',
      'a step\'s `type` must be one of wait, branch, send, exit, got "constructor"',
    ],
    [{ ...wait('a'), id: 'A' }, '/id', 'invalid_value', `\`id\` must be ${AN_ID}, got "A"`],
    [wait(''), '/id', 'invalid_value', `\`id\` must be ${AN_ID}, got ""`],
    [wait('a b#c'), '/id', 'invalid_value', `\`id\` must be ${AN_ID}, got "a b#c"`],
    [wait('__proto__'), '/id', 'invalid_value', `\`id\` must be ${AN_ID}, got "__proto__"`],
    [wait('x'.repeat(65)), '/id', 'invalid_value', `\`id\` must be ${AN_ID}, got "${'x'.repeat(65)}"`],
    [wait('a', { until: '09:00' }), '/until', 'unknown_key', 'unknown key `until`'],
    [wait('a', { nxt: 'b' }), '/nxt', 'unknown_key', 'unknown key `nxt`, did you mean `next`?'],
    [wait('a', { next: 5 }), '/next', 'invalid_value', '`next` must be the id of a step, got 5'],
    [
      send('a', { channel: 'fax' }),
      '/channel',
      'invalid_value',
      '`channel` must be one of email, sms, push, got "fax"',
    ],
    [
      send('a', { template: 'x y' }),
      '/template',
      'invalid_value',
      `\`template\` must be ${AN_ID}, got "x y"`,
    ],
    [send('a', { topic: '' }), '/topic', 'invalid_value', `\`topic\` must be ${AN_ID}, got ""`],
    [
      send('a', { class: 'urgent' }),
      '/class',
      'invalid_value',
      '`class` must be marketing or transactional, got "urgent"',
    ],
    [send('a', { quietHours: 'wait' }), '/quietHours', 'unknown_key', 'unknown key `quietHours`'],
    [
      { ...branch('a', ['b', 'c']), else: undefined },
      '/else',
      'invalid_value',
      '`else` must be the id of a step, got nothing',
    ],
    [{ ...branch('a', ['b', 'c']), next: 'b' }, '/next', 'unknown_key', 'unknown key `next`'],
    [
      { ...branch('a', ['b', 'c']), if: undefined },
      '/if',
      'invalid_value',
      'a condition must be an object, got nothing',
    ],
    [
      { ...branch('a', ['b', 'c']), if: { all: [order, { evnt: 'x' }] } },
      '/if/all/1/evnt',
      'unknown_condition',
      'unknown condition `evnt`, did you mean `event`?',
    ],
    [
      exit('a', { reason: '' }),
      '/reason',
      'invalid_value',
      '`reason` must be a text of 1 to 200 characters, got ""',
    ],
    [exit('a', { next: 'b' }), '/next', 'unknown_key', 'unknown key `next`'],
  ])('is refused, case %#', (step, pointer, code, message) => {
    expect(refusalOf(journeyOf([send('first'), step]))).toMatchObject({
      pointer: `/steps/1${pointer}`,
      code,
      message,
    });
  });

  it.each([
    '0m',
    '0d',
    '-1h',
    '1 h',
    '30s',
    'PT1H',
    'P13M',
    '366d',
    '53w',
    '1mo',
    '1y',
    '2y',
    '',
    60,
    null,
    undefined,
    ['1h'],
  ])('cannot wait for %j', (duration) => {
    expect(refusalOf(journeyOf([wait('a', { for: duration }), send('b')]))).toMatchObject({
      pointer: '/steps/0/for',
      code: 'invalid_duration',
      message: expect.stringMatching(new RegExp(`^\`for\` must be ${A_WAIT}, got `)),
      allowed: A_WAIT,
    });
  });
});

describe('the list of steps', () => {
  it.each([
    [undefined, 'missing_steps', '`steps` must be a list of 1 to 200 steps, got nothing'],
    [[], 'missing_steps', '`steps` must be a list of 1 to 200 steps, got a list of 0'],
    [{ a: wait('a') }, 'invalid_value', '`steps` must be a list of 1 to 200 steps, got an object'],
    [
      Array.from({ length: 201 }, (_, index) => send(`s-${index}`)),
      'too_many_steps',
      'a journey has at most 200 steps, got 201',
    ],
  ])('is refused, case %#', (steps, code, message) => {
    expect(refusalOf(journeyOf(steps))).toMatchObject({ pointer: '/steps', code, message });
  });
});

describe('the permissions of machines', () => {
  it('are those of every kind of step', () => {
    expect([...journeyPermissions].sort()).toEqual(['decide-step', 'send-message']);
  });
});
