import { describe, expect, it } from 'vitest';
import { findingsOf, stageWith } from './story-stage.ts';

const stage = stageWith({ segment: [{ id: 'new', where: { trait: 'firstSeen', withinLast: '1d' } }] });
const given = [{ at: '0m', type: 'page' }];

describe('judging a story', () => {
  it.each([
    [
      'the instants themselves',
      [
        { at: '0m', entered: 'new' },
        { at: '1d', left: 'new' },
      ],
      [true, true],
    ],
    [
      'a minute early',
      [
        { at: '23h 59m', left: 'new' },
        { at: '2d', out: 'new' },
      ],
      [false, true, 'surprise'],
    ],
    [
      'before, at and after the flip',
      [
        { at: '23h 59m', in: 'new' },
        { at: '1d', out: 'new' },
      ],
      [true, true],
    ],
    ['in for too long', [{ at: '1d', in: 'new' }], [false]],
    ['in at no time', [{ at: '2d', out: 'new' }, { out: 'new' }], [true, false]],
    // who says that somebody entered has to say so each time
    [
      'only one of two flips',
      [
        { at: '3d', in: 'new' },
        { at: '1d', left: 'new' },
      ],
      [false, true],
    ],
  ])('holds what happened against %s', (_, expected, findings) => {
    expect(findingsOf(stage, { given, expect: expected })).toEqual(findings);
  });

  it('finds an entry too many', () => {
    const cart = stageWith({ segment: [{ id: 'cart', where: { event: 'Product Added', within: '1h' } }] });
    const added = [
      { at: '0m', event: 'Product Added' },
      { at: '3h', event: 'Product Added' },
    ];
    const expected = [
      { at: '0m', entered: 'cart' },
      { at: '3h', in: 'cart' },
    ];

    expect(findingsOf(cart, { given: added, expect: expected })).toEqual([true, true, 'surprise']);
  });
});
