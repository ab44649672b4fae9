import fc from 'fast-check';

const TYPES = [
  'track',
  'identify',
  'page',
  'screen',
  'group',
  'alias',
  'TRACK',
  'batch',
  'foo',
  'constructor',
];
const ODD_TEXTS = ['', ' ', 'null', '0', 'guest', '__proto__', 'a\u0000', '\ud800', 'é'.repeat(128)];
const ODD_NUMBERS = [
  '-0',
  '1e400',
  '-1e400',
  '1e17',
  '1e-200',
  '9007199254740993',
  '8640000000000001',
  '0.1',
];
const TIMES = ['1767225600', '"2026-01-01T00:00:00Z"', '"2026-02-30T00:00:00Z"'];
const NO_JSON = ['NaN', '-Infinity', '{}{}', '', '01', '\u{feff}', '"\\x"', '['.repeat(2_000)];

export const mostly = <Usual, Odd>(usual: fc.Arbitrary<Usual>, odd: fc.Arbitrary<Odd>) =>
  fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: odd });

// JSON as text: what no value says, numbers beyond a double and equal keys among it, must come too
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom(...ODD_TEXTS, ...TYPES));
const scalar = fc.oneof(
  text.map((value) => JSON.stringify(value)),
  fc.constantFrom('null', 'true', '[]', '{}', ...TIMES, ...ODD_NUMBERS),
  fc.double().map((value) => JSON.stringify(value)),
);
const json = mostly(scalar, fc.json({ maxDepth: 4 }));
const deep = fc.integer({ min: 10, max: 20 }).map((depth) => `${'{"d":'.repeat(depth)}1${'}'.repeat(depth)}`);

const textOf = (fields: readonly (readonly [name: string, value: string])[]) =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
const fields = fc
  .array(fc.tuple(mostly(text, fc.constantFrom('email', 'revenue', 'constructor')), json), { maxLength: 6 })
  .map(textOf);
const data = mostly(fields, fc.oneof(json, deep));
const id = mostly(fc.constantFrom('"u-1"', '"u-2"', '7', '"ü"'), scalar);

/** One event as JSON, often valid, odd in one place or another. */
export const hostileEvent = fc
  .record(
    {
      type: fc.constantFrom(...TYPES.map((type) => JSON.stringify(type))),
      userId: id,
      anonymousId: id,
      previousId: id,
      groupId: id,
      event: mostly(fc.constantFrom('"Order Completed"', '"Product Viewed"'), scalar),
      timestamp: scalar,
      sentAt: scalar,
      properties: data,
      traits: data,
      context: data,
    },
    { requiredKeys: ['type', 'userId', 'event'] },
  )
  .map((event) => textOf(Object.entries(event)));

const large = fc
  .integer({ min: 32_000, max: 34_000 })
  .map((bytes) => `{"type":"page","userId":"u-1","name":"${'x'.repeat(bytes)}"}`);
const item = mostly(mostly(hostileEvent, json), mostly(hostileEvent, large));

export const hostileBatch = fc
  .record({ context: data, items: fc.array(item, { maxLength: 8 }) })
  .map(({ context, items }) => `{"context":${context},"batch":[${items.join(',')}]}`);

export const hostileText = fc.oneof(
  fc.constantFrom(...NO_JSON),
  fc.string({ unit: 'binary', maxLength: 200 }),
  json,
);
