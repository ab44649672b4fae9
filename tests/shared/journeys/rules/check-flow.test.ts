import { describe, expect, it } from 'vitest';
import { branch, exit, journeyOf, parsed, refusalOf, send, wait } from '../journey-cases.ts';

const year = (days: number) => wait(`w-${days}`, { for: `${days}d` });

describe('steps that cannot be run', () => {
  it.each([
    [[send('a'), wait('b'), send('a')], '/steps/2/id', 'duplicate_step', 'at /steps/0 and here'],
    [[send('a', { next: 'done' }), exit('don')], '/steps/0/next', 'unknown_step', 'did you mean `don`?'],
    [[wait('a', { next: 'A' }), send('b')], '/steps/0/next', 'unknown_step', 'got "A"'],
    [[branch('a', ['b', 'x']), send('b')], '/steps/0/else', 'unknown_step', 'got "x"'],
    [[branch('a', ['toString', 'b']), send('b')], '/steps/0/then', 'unknown_step', 'got "toString"'],
    [[send('a', { next: 'c' }), send('b'), exit('c')], '/steps/1', 'unreachable_step', 'to `b`'],
    [[exit('a'), send('b')], '/steps/1', 'unreachable_step', 'to `b`'],
    [[send('a'), exit('b'), wait('c'), send('d', { next: 'c' })], '/steps/2', 'unreachable_step', 'to `c`'],
    [[send('a', { next: 'a' })], '/steps/0/next', 'loop_without_wait', 'way back to `a`'],
    [[send('a'), send('b', { next: 'a' })], '/steps/1/next', 'loop_without_wait', 'way back to `a`'],
    [
      [wait('z'), send('a'), branch('b', ['a', 'c']), exit('c')],
      '/steps/2/then',
      'loop_without_wait',
      'way back to `a`',
    ],
    // the step after the loop is out of reach because of the loop: that is what to say first
    [[send('a'), send('b', { next: 'a' }), exit('c')], '/steps/1/next', 'loop_without_wait', 'to `a`'],
    // down, up and down again
    [
      [send('a', { next: 'c' }), send('b'), send('c', { next: 'b' })],
      '/steps/2/next',
      'loop_without_wait',
      'to `b`',
    ],
    [[wait('a', { next: 'a' })], '/steps/0/next', 'loop_without_limit', 'that nothing limits'],
    [
      [send('a'), wait('b'), branch('c', ['a', 'd']), exit('d')],
      '/steps/2/then',
      'loop_without_limit',
      'way back to `a`',
    ],
    [[year(365)], '/steps', 'path_too_long', 'at most 365 days'],
    [[year(200), send('a'), year(164), send('b'), year(2)], '/steps', 'path_too_long', 'got 367'],
    [
      [branch('a', ['w-30', 'w-300']), year(30), year(300), year(90), send('b')],
      '/steps',
      'path_too_long',
      'got 421',
    ],
  ])('are refused, case %#', (steps, pointer, code, message) => {
    expect(refusalOf(journeyOf(steps))).toMatchObject({
      pointer,
      code,
      message: expect.stringContaining(message),
    });
  });

  it('names the steps a way may lead to', () => {
    expect(refusalOf(journeyOf([send('a', { next: 'c' }), exit('b')])).allowed).toEqual(['a', 'b']);
  });
});

describe('steps in any order', () => {
  it('are taken when every way leads to an end', () => {
    const steps = [
      send('first', { next: 'last' }),
      branch('middle', ['other', 'end']),
      exit('end'),
      wait('last', { next: 'middle' }),
      send('other', { next: 'end' }),
    ];

    expect(parsed(journeyOf(steps)).steps).toHaveLength(5);
  });

  it('are measured by the longest of their paths, not by all together', () => {
    const arms = [branch('a', ['w-300', 'w-301']), { ...year(300), next: 'b' }, year(301), send('b')];

    expect(parsed(journeyOf(arms)).steps).toHaveLength(4);
  });
});
