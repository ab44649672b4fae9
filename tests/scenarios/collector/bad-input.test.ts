import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../support/cloud/running-cloud.ts';
import { callOf, expectKept, type Row, single } from '../../support/collector/bad-input.ts';
import {
  type Kept,
  keptInput,
  postAtOnce,
  startBadInputShop,
} from '../../support/collector/bad-input-shop.ts';
import type { Answer, Call } from '../../support/collector/collector.ts';
import { contentRows } from '../../support/collector/rows/content.ts';
import { contentStories } from '../../support/collector/rows/content-stories.ts';
import { envelopeRows } from '../../support/collector/rows/envelope.ts';
import { identityRows } from '../../support/collector/rows/identity.ts';
import { identityStories } from '../../support/collector/rows/identity-stories.ts';
import { keyRows } from '../../support/collector/rows/keys.ts';
import { preflightRows } from '../../support/collector/rows/preflights.ts';
import { repeatStories } from '../../support/collector/rows/repeat-stories.ts';
import { timeRows } from '../../support/collector/rows/time.ts';

type Posted = {
  readonly receivedAt: number;
  readonly nextId: string;
  readonly answer: Answer;
  readonly next: Answer;
};

let shop: RunningCloud;
let keptAt: (receivedAt: number) => Kept;
const posted = new Map<Row, Posted>();

beforeAll(async () => {
  shop = await startBadInputShop();
  const rows = [envelopeRows, keyRows, identityRows, contentRows, timeRows].flat();
  for (const [index, row] of rows.entries()) posted.set(row, await postRow(row, index));
  await shop.cloud.drain();
  keptAt = await keptInput(shop);
});
afterAll(() => shop.stop());

async function postRow(row: Row, index: number): Promise<Posted> {
  const person = index.toString(36).padStart(3, 'p');
  const nextId = `next-${index}`;
  const receivedAt = shop.now() + 1;
  const [answer] = await postAtOnce(shop, about(person, callOf(row, receivedAt)));
  const [next] = await postAtOnce(shop, single('/v1/page', { userId: person, messageId: nextId }));
  if (answer === undefined || next === undefined) throw new Error('each call has its answer');
  return { receivedAt, nextId, answer, next };
}

/** The same call about a person of its own, so that no row can spoil or heal another's. */
function about(person: string, call: Call): Call {
  if (typeof call.body !== 'string') return call;
  return { ...call, body: call.body.replaceAll('u-1', person).replaceAll('a-1', `a-${person}`) };
}

const outcomeOf = (row: Row): Posted => posted.get(row) ?? expect.fail('the row was not posted');

describe.each([
  ['envelope', envelopeRows],
  ['write key', keyRows],
  ['identity', identityRows],
  ['content', contentRows],
  ['time', timeRows],
])('a bad %s', (_section, rows) => {
  it.each(rows.map((row) => ({ number: row[0], reason: row[1], row })))(
    'row $number: $reason, is answered, kept where it belongs, and keeps nobody out',
    ({ row }) => {
      const [, , , status, result] = row;
      const { receivedAt, answer, next, nextId } = outcomeOf(row);
      const { success, accepted = 0, code, rejected = [] } = answer.body;
      const { events, failed } = keptAt(receivedAt);

      expect(answer.status).toBe(status);
      expect(success).toBe(status === 200);
      if (typeof result === 'number')
        expect({ accepted, rejected }).toEqual({ accepted: result, rejected: [] });
      else expect([code ?? rejected.map((one) => one.code)].flat()).toEqual([result]);
      expect(events).toHaveLength(accepted);
      expectKept(events, row, receivedAt);
      expect(failed).toEqual(rejected.map((one) => one.code));
      expect(next).toMatchObject({ status: 200, body: { accepted: 1 } });
      expect(keptAt(receivedAt + 1).events.map(({ messageId }) => messageId)).toEqual([nextId]);
    },
  );
});

describe('a preflight', () => {
  it.each(preflightRows)('row %s: %s, is answered without a key', async (_row, _reason, call, expected) => {
    const [answer] = await postAtOnce(shop, call);

    expect({ status: answer?.status, headers: answer?.headers }).toMatchObject(expected);
  });
});

describe('all that bad input', () => {
  it('belongs to the source of its key, whatever it says', () => {
    const row = keyRows.find(([number]) => number === '35') ?? expect.fail('there is no row 35');

    const { events } = keptAt(outcomeOf(row).receivedAt);

    expect(events.map(({ source }) => source.id)).toEqual(['shop-server']);
  });

  it('breaks no function behind the collector', () => {
    const errors = shop.cloud.logs().filter(({ text }) => /"level":"(ERROR|CRITICAL)"/.test(text));

    expect(errors).toEqual([]);
  });
});

/** the rows that a request by itself does not show, and the test that does */
const ELSEWHERE = [
  ['20', 'abuse.test.ts', 'made to cost more'],
  ['31', 'abuse.test.ts', 'by one byte a second'],
] as const;

describe('the catalogue of bad input', () => {
  it('has each of its rows 1 to 74 posted over HTTP', () => {
    const tables = [
      envelopeRows,
      keyRows,
      identityRows,
      contentRows,
      timeRows,
      preflightRows,
      identityStories,
      repeatStories,
      contentStories,
      ELSEWHERE,
    ];
    const numbers = tables.flatMap((table) => table.map(([number]) => Number(number)));

    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 74 }, (_, n) => n + 1));
  });

  it.each(ELSEWHERE)('has row %s in %s', (_row, file, words) => {
    expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(words);
  });
});

describe('a definition', () => {
  it.each([
    { name: 'an operator', where: { trait: 'plan', equal: 'gold' }, hint: /equals/ },
    { name: 'a field', where: { event: 'Order Completed', withn: '7d' }, hint: /within/ },
  ])('with an unknown name of $name is refused with the nearest known one', async ({ where, hint }) => {
    await expect(shop.publish('typo', { where })).rejects.toThrow(hint);
  });
});
