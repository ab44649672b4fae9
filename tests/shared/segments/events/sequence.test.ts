import { describe, expect, it } from 'vitest';
import { judged, type Told } from '../../../support/segments/judged.ts';

const on = (time: string) => `2026-08-01T${time}:00.000Z`;
const started: Told = ['Checkout Started', on('10:00')];
const paid: Told = ['Payment Info Entered', on('10:59')];
const ordered: Told = ['Order Completed', on('12:00')];
const steps = [{ event: 'Checkout Started' }, { event: 'Payment Info Entered', within: '1h' }];
const abandoned = { sequence: steps, without: { event: 'Order Completed' }, within: '7d' };

describe('sequence', () => {
  it.each<[string, readonly Told[], string, boolean, string | undefined]>([
    ['begins with its last step', [started, paid], on('10:58'), false, on('10:59')],
    [
      'lasts while its first step is in the window',
      [started, paid],
      on('10:59'),
      true,
      '2026-08-08T10:00:00.000Z',
    ],
    ['ends with what must not follow', [started, paid, ordered], on('11:00'), true, on('12:00')],
    ['stays ended', [started, paid, ordered], on('12:00'), false, undefined],
    [
      'needs the next step in time',
      [started, ['Payment Info Entered', on('11:00')]],
      on('11:00'),
      false,
      undefined,
    ],
    [
      'needs the steps in order',
      [started, ['Payment Info Entered', on('09:59')]],
      on('11:00'),
      false,
      undefined,
    ],
    [
      'takes one event for one step',
      [
        ['Checkout Started', on('10:00')],
        ['Payment Info Entered', on('10:00')],
      ],
      on('11:00'),
      false,
      undefined,
    ],
    [
      'cares for nothing that came before it',
      [['Order Completed', on('10:00')], started, paid],
      on('11:00'),
      true,
      '2026-08-08T10:00:00.000Z',
    ],
    [
      'is had again after it ended',
      [started, paid, ordered, ['Checkout Started', on('13:00')], ['Payment Info Entered', on('13:30')]],
      on('12:00'),
      false,
      on('13:30'),
    ],
    [
      'is put together from events that come late, in any order',
      [paid, ordered, started],
      on('11:00'),
      true,
      on('12:00'),
    ],
  ])('%s', (_, told, at, holds, flipsAt) => {
    expect(judged(abandoned, told, { at })).toEqual({ holds, flipsAt });
  });

  it('lasts until its first step has left, though a month after the last of January comes before', () => {
    const within = { ...abandoned, sequence: [{ event: 'View' }, { event: 'Order' }], within: '1mo' };
    const told: Told[] = [
      ['View', '2026-01-30T11:00:00.000Z'],
      ['Order', '2026-01-31T05:00:00.000Z'],
    ];

    expect(judged(within, told, { at: '2026-02-28T05:00:00.000Z' })).toEqual({
      holds: true,
      flipsAt: '2026-02-28T11:00:00.000Z',
    });
  });

  it('takes any first step that leads to a last one', () => {
    const visit = { sequence: [{ event: 'A' }, { event: 'B', within: '1h' }, { event: 'C', within: '1h' }] };
    const told: readonly Told[] = [
      ['A', on('10:00')],
      ['A', on('10:30')],
      ['B', on('10:50')],
      ['B', on('11:20')],
      ['C', on('12:10')],
    ];

    expect(judged(visit, told, { at: on('13:00') }).holds).toBe(true);
    expect(judged(visit, told.toSpliced(1, 1), { at: on('13:00') }).holds).toBe(false);
  });

  it('may name one event twice, which then must happen twice', () => {
    const twice = { sequence: [{ event: 'Login' }, { event: 'Login' }] };

    expect(judged(twice, [['Login', on('10:00')]], { at: on('11:00') }).holds).toBe(false);
    expect(
      judged(
        twice,
        [
          ['Login', on('10:00')],
          ['Login', on('10:01')],
        ],
        { at: on('11:00') },
      ).holds,
    ).toBe(true);
  });

  it('looks at the 64 latest events of each step', () => {
    const views = Array.from(
      { length: 64 },
      (_, minute): Told => ['View', new Date(Date.UTC(2026, 7, 2) + minute * 60_000).toISOString()],
    );
    const where = { sequence: [{ event: 'View' }, { event: 'Order' }] };
    const told: readonly Told[] = [['View', on('10:00')], ['Order', on('11:00')], ...views];

    expect(judged(where, told.slice(0, -1), { at: '2026-09-01T00:00:00Z' }).holds).toBe(true);
    expect(judged(where, told, { at: '2026-09-01T00:00:00Z' }).holds).toBe(false);
  });
});
