import { describe, expect, it } from 'vitest';
import {
  explainedSegmentSchema,
  segmentText,
} from '../../../../../infra/cli/commands/person/explained-segment.ts';

const flipsAt = '2027-01-30T10:00:00.000Z';
const none = { counted: [], evidence: { total: 0, items: [] } };

const viewed = {
  messageId: '3f0c9a52-7a51-4f0e-9d59-1c3a35a3b1a0',
  type: 'track',
  event: 'Product Viewed',
  source: 'web',
  timestamp: '2026-11-01T10:00:00.000Z',
  receivedAt: '2026-11-01T10:00:01.000Z',
};

const staff = {
  segment: 'staff',
  pointer: '/where',
  kind: 'trait',
  holds: false,
  condition: { trait: 'email', endsWith: '@shop.example' },
  value: 'anna@x.de',
  ...none,
};
const fans = {
  segment: 'fans-of-a-category',
  pointer: '/where',
  kind: 'event',
  holds: true,
  flipsAt,
  condition: {
    event: 'Product Viewed',
    where: [{ property: 'category', equals: 'roofs' }],
    within: '90d',
    count: { atLeast: 3 },
  },
  counted: [{ event: 'Product Viewed', count: 3 }],
  evidence: { total: 3, items: [viewed, { ...viewed, receivedAt: '2026-11-04T09:00:00.000Z' }] },
};
const where = {
  pointer: '/where',
  kind: 'all',
  holds: true,
  flipsAt,
  parts: [
    {
      pointer: '/where/all/0',
      kind: 'not',
      holds: true,
      parts: [
        {
          pointer: '/where/all/0/not',
          kind: 'segment',
          holds: false,
          condition: { segment: 'staff' },
          parts: [staff],
        },
      ],
    },
    {
      pointer: '/where/all/1',
      kind: 'segment',
      holds: true,
      flipsAt,
      condition: { segment: 'fans-of-a-category', with: { category: 'roofs' } },
      parts: [fans],
    },
  ],
};

function linesOf(condition: object): string[] {
  const body = { segment: 'roofers', at: viewed.receivedAt, holds: true, flipsAt, where: condition };
  return segmentText(explainedSegmentSchema.parse(body)).split('\n');
}

describe('the text of an explained segment', () => {
  it('shows the conditions of the segments it asks for under them', () => {
    expect(linesOf(where).slice(4, 12)).toEqual([
      expect.stringMatching(/^yes +all +2027-01-30T10:00:00\.000Z$/),
      'yes    not',
      'no       segment staff',
      'no         trait email, endsWith         "anna@x.de"',
      '             @shop.example',
      expect.stringMatching(/^yes {4}segment fans-of-a-category, with +2027/),
      '         {category roofs}',
      expect.stringMatching(/^yes {6}event Product Viewed, where +3 Product Viewed +2027/),
    ]);
  });

  it('names the segment that evidence is of, and says what came late', () => {
    const lines = linesOf(where);
    const heading = lines.findIndex((line) => line.startsWith('fans-of-a-category: event Product Viewed, '));
    const rows = lines.slice(heading + 3);

    expect(rows).toEqual([
      expect.stringMatching(/^ {2}2026-11-01T10:00:00\.000Z +Product Viewed +web +3f0c9a52-/),
      expect.stringMatching(/ Product Viewed, +web +3f0c9a52-/),
      expect.stringMatching(/^ +2d late$/),
      '... the newest 2 of 3',
    ]);
  });

  it('fits into 100 columns', () => {
    expect(Math.max(...linesOf(where).map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  const orders = { event: 'Order Completed', count: 1, of: 'total', sum: 40 };

  it.each([
    [{ kind: 'event', value: 40, counted: [orders] }, '1 Order Completed, total 40'],
    [
      {
        kind: 'event',
        value: 15,
        counted: [orders, { event: 'Order Refunded', count: 1, of: 'total', sum: 25 }],
      },
      '15 of 1 Order Completed, total 40, 1 Order Refunded, total 25',
    ],
    [{ kind: 'event', value: 60 }, '60'],
    [{ kind: 'event' }, 'nothing'],
    [{ kind: 'bucket', value: { place: 12.34, of: 100 } }, 'place 12.34, of 100'],
    [{ kind: 'list', value: { upload: 1, inForce: 2 } }, 'upload 1, inForce 2'],
    [{ kind: 'list' }, 'in no upload'],
    [{ kind: 'consent' }, 'nothing said'],
    [{ kind: 'journey' }, 'never entered'],
    [{ kind: 'group' }, 'in no group'],
  ])('says in words what somebody has: %o', (explained, expected) => {
    const condition = { is: 'x' };
    const lines = linesOf({ ...none, pointer: '/where', holds: true, condition, ...explained });

    const got = lines.slice(4).map((line) => line.slice('yes  condition  '.length).trim());
    expect(got.join(' ')).toBe(expected);
  });
});
