export type RefusedRow = readonly [what: string, where: unknown, code: string, pointer: string];

const exists = { trait: 'plan', exists: true };
const counted = (measure: object) => ({ event: 'Order Completed', ...measure });
const nested = (depth: number, inner: unknown): unknown =>
  depth === 0 ? inner : { not: nested(depth - 1, inner) };
const list = (length: number) => Array.from({ length }, (_, index) => index);

/** No editor needs to know more than the shape to see what is wrong. */
export const misshapen: readonly RefusedRow[] = [
  ['D2 an operator nobody knows', { trait: 'plan', equal: 'gold' }, 'unknown_operator', '/where/equal'],
  ['D3 a negative window', counted({ within: '-1d' }), 'invalid_duration', '/where/within'],
  ['D3 a window of a second', counted({ within: '1s' }), 'invalid_duration', '/where/within'],
  ['D3 a window in words', counted({ within: '7 day' }), 'invalid_duration', '/where/within'],
  ['D3 a window of a number', counted({ within: 7 }), 'invalid_duration', '/where/within'],
  [
    'D5 a pattern of 201 characters',
    { trait: 'plan', matches: 'a'.repeat(201) },
    'invalid_value',
    '/where/matches',
  ],
  ['D8 more than "ten"', { trait: 'age', greaterThan: 'ten' }, 'invalid_value', '/where/greaterThan'],
  ['D8 one of 1,001 values', { trait: 'age', in: list(1_001) }, 'invalid_value', '/where/in'],
  ['D8 one of no values', { trait: 'age', in: [] }, 'invalid_value', '/where/in'],
  ['D8 one of values that are objects', { trait: 'age', in: [1, {}] }, 'invalid_value', '/where/in/1'],
  ['D8 equal to an object', { trait: 'age', equals: { of: 1 } }, 'invalid_value', '/where/equals'],
  ['two operators', { trait: 'age', atLeast: 1, atMost: 2 }, 'several_operators', '/where/atMost'],
  ['no operator', { trait: 'age' }, 'missing_operator', '/where'],
  ['two kinds in one', { trait: 'age', atLeast: 1, event: 'A' }, 'several_conditions', '/where'],
  ['no kind', {}, 'missing_condition', '/where'],
  ['a kind nobody knows', { cohort: 'vip' }, 'unknown_condition', '/where/cohort'],
  [
    'a kind nobody knows, deep inside',
    { all: [exists, { not: { is: 1 } }] },
    'unknown_condition',
    '/where/all/1/not/is',
  ],
  ['a text', 'everybody', 'invalid_value', '/where'],
  ['a list', [exists], 'invalid_value', '/where'],
  ['nothing', null, 'invalid_value', '/where'],
  ['a prototype', JSON.parse('{"__proto__":{"trait":"a"}}'), 'unknown_condition', '/where/__proto__'],
  ['an empty group', { all: [] }, 'invalid_value', '/where/all'],
  ['an event of no name', counted({ event: '' }), 'invalid_value', '/where/event'],
  ['an event whose name is too long', counted({ event: 'a'.repeat(201) }), 'invalid_value', '/where/event'],
  ['two measures', counted({ count: { atLeast: 1 }, never: true }), 'several_operators', '/where/never'],
  ['never, but false', counted({ never: false }), 'invalid_value', '/where/never'],
  ['a count of a half', counted({ count: { atLeast: 0.5 } }), 'invalid_value', '/where/count/atLeast'],
  ['a count without a bound', counted({ count: {} }), 'missing_operator', '/where/count'],
  ['a sum of nothing', counted({ sum: { atLeast: 5 } }), 'invalid_value', '/where/sum/of'],
  [
    'a sum beyond all money',
    counted({ sum: { of: 'total', atLeast: 1e12 } }),
    'invalid_value',
    '/where/sum/atLeast',
  ],
  [
    'a filter that looks at the present',
    counted({ where: [{ property: 'at', withinLast: '7d' }] }),
    'invalid_operator',
    '/where/where/0/withinLast',
  ],
  [
    'a consent of no channel',
    { consent: { topic: 'offers' }, is: 'subscribed' },
    'invalid_value',
    '/where/consent/channel',
  ],
  [
    'a consent of a channel nobody has',
    { consent: { channel: 'fax' }, is: 'subscribed' },
    'invalid_value',
    '/where/consent/channel',
  ],
  ['a standing nobody has', { journey: 'hello', is: 'lost' }, 'invalid_value', '/where/is'],
  [
    'a share of more than all',
    { bucket: { seed: 'a', percent: 101 } },
    'invalid_value',
    '/where/bucket/percent',
  ],
  [
    'a key beside a share',
    { bucket: { seed: 'a', percent: 1, salt: 'b' } },
    'unknown_key',
    '/where/bucket/salt',
  ],
  [
    'a message sent, which nobody tells',
    { message: { journey: 'hello', was: 'sent' } },
    'invalid_value',
    '/where/message/was',
  ],
  ['a message of nothing', { message: { was: 'clicked' } }, 'invalid_value', '/where/message/journey'],
  [
    'a message a second ago',
    { message: { journey: 'a', was: 'clicked', within: '1s' } },
    'invalid_duration',
    '/where/message/within',
  ],
];

/** Shaped like conditions: other definitions, sizes or what values mean speak against them. */
export const senseless: readonly RefusedRow[] = [
  ['D1 itself', { not: { segment: 'tried' } }, 'segment_cycle', '/where/not/segment'],
  ['D2 a segment that is not there', { segment: 'vipp' }, 'unknown_segment', '/where/segment'],
  ['D2 a list that is not there', { any: [exists, { list: 'vip' }] }, 'unknown_list', '/where/any/1/list'],
  ['D2 a journey that is not there', { journey: 'hello', is: 'active' }, 'unknown_journey', '/where/journey'],
  [
    'D2 a computed trait that is not there',
    { computed: 'spent', atLeast: 1 },
    'unknown_computed',
    '/where/computed',
  ],
  ['D3 a window of 0', counted({ within: '0d' }), 'invalid_duration', '/where/within'],
  [
    'D3 a window longer than the past is kept',
    counted({ within: '400d' }),
    'invalid_duration',
    '/where/within',
  ],
  ['D5 a pattern that looks back', { trait: 'plan', matches: '(a)\\1' }, 'invalid_value', '/where/matches'],
  ['D6 200 times not', nested(200, exists), 'too_deep', '/where'],
  ['D6 eleven conditions deep', nested(10, exists), 'too_deep', '/where'],
  ['D6 201 conditions', { any: list(200).map(() => exists) }, 'too_many_conditions', '/where'],
  [
    'D6 10,000 conditions',
    { any: list(10_000).map(() => ({ segment: 'a' })) },
    'too_many_conditions',
    '/where',
  ],
  [
    'D6 201 filters',
    counted({ where: list(201).map(() => ({ property: 'a', exists: true })) }),
    'too_many_conditions',
    '/where',
  ],
  ['D8 a range the wrong way round', { trait: 'age', between: [9, 1] }, 'invalid_value', '/where/between'],
  [
    'D8 before what is no date',
    { trait: 'birthday', before: '2025-02-30' },
    'invalid_value',
    '/where/before',
  ],
  [
    'a message of no journey there is',
    { message: { journey: 'hello', was: 'clicked' } },
    'unknown_journey',
    '/where/message/journey',
  ],
  [
    'a topic that nobody declared',
    { not: { consent: { channel: 'email', topic: 'offers' }, is: 'subscribed' } },
    'unknown_topic',
    '/where/not/consent/topic',
  ],
];
