import { describe, expect, it } from 'vitest';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';

const order = { event: 'Order Completed' };

describe('the warnings of parseSegment', () => {
  const nobody = '/where: a person without events or traits is in this segment';
  const missing = (pointer: string, name: string, operator: string) =>
    `${pointer}: \`${operator}\` needs \`${name}\` to exist; to include the rest, use \`any\` with \`"exists": false\``;

  it.each([
    [
      { ...order, count: { atLeast: 0 } },
      ['/where/count: a count is always at least 0, so this is always true', nobody],
    ],
    [
      { ...order, count: { between: [-2, -1] } },
      ['/where/count: a count is never below 0, so this is never true'],
    ],
    [{ ...order, sum: { of: 'total', atMost: 100 } }, [nobody]],
    [{ not: { trait: 'plan', equals: 'gold' } }, [nobody]],
    [{ trait: 'plan', notEquals: 'gold' }, [missing('/where/notEquals', 'plan', 'notEquals')]],
    [
      { ...order, where: [{ property: 'coupon', notIn: ['A'] }] },
      [missing('/where/where/0/notIn', 'coupon', 'notIn')],
    ],
    [
      {
        any: [
          { trait: 'plan', notEquals: 'gold' },
          { trait: 'plan', exists: false },
        ],
      },
      [nobody],
    ],
    [
      {
        any: [
          { trait: 'plan', notEquals: 'gold' },
          { trait: 'age', exists: false },
        ],
      },
      [missing('/where/any/0/notEquals', 'plan', 'notEquals'), nobody],
    ],
    [{ all: [order, { trait: 'plan', equals: 'gold' }] }, []],
    [
      { trait: 'computed.total-spent', atLeast: 100 },
      [
        '/where/trait: this is a trait that was sent as `computed.total-spent`; a computed trait is asked for with the key `computed`: { "computed": "total-spent", ... }',
      ],
    ],
    [{ computed: 'total-spent', atLeast: 100 }, []],
  ])('of %j', (where, warnings) => {
    expect(parseSegment({ id: 'tried', where }).warnings).toEqual(warnings);
  });
});
