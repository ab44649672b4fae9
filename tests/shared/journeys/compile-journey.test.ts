import { describe, expect, it } from 'vitest';
import { type CompileOptions, compileJourney } from '../../../shared/journeys/compile-journey.ts';
import {
  branch,
  complaintsAbout,
  exit,
  journeyFixtures,
  journeyOf,
  parsed,
  readJourneyFixture,
  send,
  wait,
} from './journey-cases.ts';

const options: CompileOptions = {
  version: 7,
  decideStepArn: 'arn:aws:lambda:eu-central-1:123456789012:function:decide-step',
  sendMessageArn: 'arn:aws:lambda:eu-central-1:123456789012:function:send-message',
};

const compile = (value: unknown) => compileJourney(parsed(value), options);
const statesOf = (steps: unknown) => compile(journeyOf(steps)).definition.States;

const manySteps = Array.from({ length: 66 }, (_, index) => [
  wait(`w-${index}`),
  branch(`b-${index}`, [`s-${index}`, `w-${index + 1}`]),
  send(`s-${index}`),
]).flat();

const shapes: readonly [string, readonly object[], number][] = [
  // the start is one
  ['one send', [send('a')], 2],
  ['one send, then an exit', [send('a'), exit('b')], 2],
  ['one send, then an exit with a reason', [send('a'), exit('b', { reason: 'done' })], 3],
  ['a wait and a send', [wait('a'), send('b')], 3],
  ['a wait, a send and an exit', [wait('a'), send('b'), exit('c')], 3],
  ['two sends', [send('a'), send('b')], 3],
  ['a send and a wait', [send('a'), wait('b')], 4],
  ['only a wait', [wait('a')], 3],
  ['only an exit', [exit('a')], 2],
  // the branch is a Task and a Choice
  ['a branch and two sends', [branch('a', ['b', 'c']), send('b', { next: 'd' }), send('c'), exit('d')], 4],
  ['a branch, a send or nothing', [branch('a', ['b', 'c']), send('b'), exit('c')], 4],
  ['a branch to nothing', [branch('a', ['b', 'b']), exit('b')], 4],
  [
    'a wait, a branch and two sends',
    [wait('w'), branch('a', ['b', 'c']), send('b', { next: 'd' }), send('c'), exit('d')],
    5,
  ],
  ['the longer of two ways', [branch('a', ['b', 'c']), send('b'), wait('c'), send('d')], 6],
  ['200 steps', [...manySteps, wait('w-66'), send('last')], 66 * 4 + 3],
];

describe('compileJourney', () => {
  it.each(journeyFixtures)('makes a machine of %s that Step Functions takes', (name) => {
    const { definition } = compile(readJourneyFixture(name));

    expect(complaintsAbout(definition)).toEqual([]);
    expect(definition).toEqual(JSON.parse(JSON.stringify(definition)));
  });

  it.each(shapes)('costs transitions by the longest path: %s', (_, steps, transitions) => {
    const compiled = compile(journeyOf(steps));

    expect(compiled.transitions).toBe(transitions);
    expect(complaintsAbout(compiled.definition)).toEqual([]);
  });

  it('gives the same machine for the same journey', () => {
    const journey = readJourneyFixture('abandoned-cart');
    const text = (value: unknown) => JSON.stringify(compile(value).definition);

    expect(text(JSON.parse(JSON.stringify(journey)))).toBe(text(journey));
  });

  it('keeps a machine of 200 steps below the megabyte that Step Functions takes', () => {
    const { definition } = compile(journeyOf([...manySteps, wait('w-66'), send('last')]));

    expect(JSON.stringify(definition).length).toBeLessThan(500_000);
  });

  it('has no state that nothing leads to', () => {
    expect(Object.keys(statesOf([send('a'), exit('b')]))).toEqual(['s0', 'cancelled']);
    expect(Object.keys(statesOf([branch('a', ['b', 'c']), exit('b'), send('c')]))).toEqual([
      's0',
      's0-choice',
      's2',
      'ended',
      'cancelled',
    ]);
  });

  it('passes ids and literals on, and nothing else of the input', () => {
    const { States } = compile(readJourneyFixture('abandoned-cart')).definition;
    const paths = Object.values(States).flatMap((state) =>
      'Parameters' in state ? [...JSON.stringify(state.Parameters).matchAll(/"(\w+)\.\$":"([^"]*)"/g)] : [],
    );

    expect(new Set(paths.map(([, key, path]) => `${key} ${path}`))).toEqual(
      new Set(['profileId $.profileId', 'entryId $.entryId']),
    );
  });

  it('names the version in every Task', () => {
    const { States } = compile(readJourneyFixture('welcome')).definition;
    const tasks = Object.values(States).filter(({ Type }) => Type === 'Task');

    expect(tasks).toHaveLength(3);
    for (const task of tasks)
      expect(task).toMatchObject({
        Parameters: { Payload: { journeyId: 'welcome', version: 7, iteration: 0 } },
      });
  });

  it('tells a Task that the run is over with it, wherever the end is', () => {
    const endsRun = (steps: unknown) =>
      Object.values(statesOf(steps)).flatMap((state) =>
        'Parameters' in state ? [JSON.parse(JSON.stringify(state.Parameters)).Payload.endsRun] : [],
      );

    expect(endsRun([send('a'), send('b')])).toEqual([false, true]);
    expect(endsRun([send('a'), exit('b')])).toEqual([true]);
    expect(endsRun([send('a'), exit('b', { reason: 'x' })])).toEqual([false, true]);
    expect(endsRun([send('a'), wait('b')])).toEqual([false, true]);
    expect(endsRun([wait('a'), exit('b')])).toEqual([true]);
    expect(endsRun([branch('a', ['b', 'c']), exit('b'), send('c')])).toEqual([
      // biome-ignore lint/suspicious/noThenProperty: the word of the language; nobody awaits a payload
      { then: true, else: false },
      true,
    ]);
  });
});
