import { describe, expect, it } from 'vitest';
import { compileJourney } from '../../../shared/journeys/compile-journey.ts';
import { branch, complaintsAbout, exit, journeyOf, parsed, refusalOf, send, wait } from './journey-cases.ts';

const hostile = [
  '$',
  '$$.Task.Token',
  '$.profileId',
  "States.Format('{}', $.entryId)",
  'States.UUID()',
  '{% $states.input %}',
  '{{ profile.email }}',
  'Payload.$',
  '__proto__',
  '"}, "x.$": "$$.Task.Token", "y": {"',
  '\u0000\u2028',
  '💥'.repeat(40),
];

/** A journey that has the text wherever a marketer may write what they like. */
const journeyWith = (text: string) =>
  journeyOf(
    [
      wait('hold'),
      { ...branch('rich', ['mail', 'out']), if: { trait: text, equals: text } },
      send('mail'),
      exit('out', { reason: text }),
    ],
    {
      name: text,
      entry: { event: text, where: [{ property: text, equals: text }] },
      exit: [{ event: text, where: [{ property: text, contains: text }] }],
    },
  );

type Leaf = { readonly key: string; readonly path: readonly string[]; readonly value: unknown };

function leaves(value: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ key: path.at(-1) ?? '', path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

const compile = (value: unknown) =>
  compileJourney(parsed(value), { version: 1, decideStepArn: 'DECIDE', sendMessageArn: 'SEND' }).definition;

describe('text that looks like a path or an expression', () => {
  it.each(hostile)('stays text: %s', (text) => {
    const definition = compile(journeyWith(text));
    const found = leaves(definition);

    const holding = found.filter(({ value }) => typeof value === 'string' && value.includes(text));
    const keys = found.flatMap(({ path }) => path);
    const own = ['profileId.$', 'entryId.$', 'outcome.$', 'Variable', 'ResultPath'];
    expect(found.filter(({ key, value }) => key === 'reason' && value === text)).toHaveLength(1);
    expect(holding.filter(({ key }) => key !== 'reason' && !own.includes(key))).toEqual([]);
    expect(keys.filter((key) => key.endsWith('.$') && !own.includes(key))).toEqual([]);
    expect(keys).not.toContain(text);
    expect(leaves(compile(journeyWith('harmless'))).map(({ path }) => path)).toEqual(
      found.map(({ path }) => path),
    );
    expect(found.filter(({ path }) => path.includes('Arguments') || path.includes('QueryLanguage'))).toEqual(
      [],
    );
  });

  it.each(hostile)('passes the validator: %s', (text) => {
    expect(complaintsAbout(compile(journeyWith(text)))).toEqual([]);
  });

  it.each(hostile)('is no key and no id: %s', (text) => {
    expect(refusalOf(journeyOf([{ ...send('a'), [`${text}.$`]: '$$.Task.Token' }])).code).toBe('unknown_key');
    expect(refusalOf(journeyOf([{ ...send('a'), id: text }])).code).toBe('invalid_value');
    expect(refusalOf(journeyOf([{ ...send('a'), template: text }])).code).toBe('invalid_value');
    expect(refusalOf({ ...journeyOf([send('a')]), id: text }).code).toBe('invalid_value');
  });
});

describe('a hostile size', () => {
  const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 'x');
  const arms = Array.from({ length: 199 }, (_, index) =>
    branch(`b-${index}`, [`b-${index + 1}`, `b-${Math.min(199, index + 2)}`]),
  );
  // every way leads to the steps before it: loops within loops
  const tangle = Array.from({ length: 200 }, (_, index) =>
    branch(`b-${index}`, [`b-${(index * 7 + 1) % 200}`, `b-${(index * 13 + 5) % 200}`]),
  );

  const patterns = Array.from({ length: 100 }, (_, index) => ({
    ...branch(`b-${index}`, ['b-0', 'b-0']),
    if: { event: 'x', where: Array(24).fill({ property: 'a', matches: '(a{20}){20}' }) },
  }));

  it.each([
    [
      'many steps',
      () => journeyOf(Array.from({ length: 4_000 }, (_, index) => send(`s-${index}`))),
      'too_many_steps',
    ],
    ['many bytes', () => journeyOf([send('a', { id: 'x'.repeat(300_000) })]), 'too_large'],
    [
      'many entries',
      () => journeyOf([send('a')], { entry: { event: 'x', where: Array(20_000).fill({}) } }),
      'too_many_filters',
    ],
    ['many exits', () => journeyOf([send('a')], { exit: Array(20_000).fill({}) }), 'too_many_events'],
    ['deep nesting', () => journeyOf([send('a')], { name: deep }), 'too_deep'],
    ['a deep condition', () => journeyOf([{ ...branch('a', ['a', 'a']), if: { not: deep } }]), 'too_deep'],
    ['a long key', () => journeyOf([send('a', { ['x'.repeat(200_000)]: 1 })]), 'unknown_key'],
    ['a long way', () => journeyOf([send('a', { next: 'x'.repeat(200_000) })]), 'unknown_step'],
    ['a long duration', () => journeyOf([wait('a', { for: '1'.repeat(200_000) })]), 'invalid_duration'],
    ['many patterns', () => journeyOf(patterns), 'too_many_conditions'],
    ['loops within loops', () => journeyOf(tangle), 'loop_without_wait'],
  ])('is refused in bounded time: %s', (_, make, code) => {
    const value = make();
    const start = performance.now();

    const refusal = refusalOf(value);

    expect(performance.now() - start).toBeLessThan(500);
    expect(refusal.code).toBe(code);
    expect(JSON.stringify(refusal.message).length).toBeLessThan(500);
  });

  it('does not count paths one by one: 200 steps have more of them than there are atoms', () => {
    const start = performance.now();
    const { transitions } = compileJourney(parsed(journeyOf([...arms, send('b-199')])), {
      version: 1,
      decideStepArn: 'DECIDE',
      sendMessageArn: 'SEND',
    });

    expect(transitions).toBe(1 + 199 * 2 + 1);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
