import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';
import { type Row, single } from '../../support/collector/bad-input.ts';
import { type Answer, BROWSER_KEY, type Call, SERVER_KEY } from '../../support/collector/collector.ts';
import { postRaw } from '../../support/collector/post-raw.ts';
import { contentRows } from '../../support/collector/rows/content.ts';
import { envelopeRows } from '../../support/collector/rows/envelope.ts';
import { identityRows } from '../../support/collector/rows/identity.ts';
import { keyRows } from '../../support/collector/rows/keys.ts';
import { timeRows } from '../../support/collector/rows/time.ts';

type Posted = { readonly row: Row; readonly nextId: string; readonly answer: Answer; readonly next: Answer };

let shop: RunningCloud;
let events: readonly StreamEvent[];
const posted = new Map<Row, Posted>();

beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.publish('shop-server', { kind: 'server', writeKeys: [{ key: SERVER_KEY }] }, 'sources');
  await shop.publish('shop-browser', { kind: 'browser', writeKeys: [{ key: BROWSER_KEY }] }, 'sources');
  const rows = [envelopeRows, keyRows, identityRows, contentRows, timeRows].flat();
  for (const [index, row] of rows.entries()) posted.set(row, await postRow(row, index));
  await shop.cloud.drain();
  const kept = [...(await shop.timelines()).values()].flat();
  // a write that lost against another leaves its chunk behind, which nothing points to
  events = [...new Map(kept.map((event) => [event.messageId, event])).values()];
});
afterAll(() => shop.stop());

async function postRow(row: Row, index: number): Promise<Posted> {
  const [, , call] = row;
  const person = index.toString(36).padStart(3, 'p');
  const nextId = `next-${index}`;
  const answer = await postRaw(shop.cloud.publicUrl, about(person, call));
  const next = await postRaw(shop.cloud.publicUrl, single('/v1/page', { userId: person, messageId: nextId }));
  return { row, nextId, answer, next };
}

/** The same call about a person of its own, so that no row can spoil or heal another's. */
function about(person: string, call: Call): Call {
  if (typeof call.body !== 'string') return call;
  return { ...call, body: call.body.replaceAll('u-1', person).replaceAll('a-1', `a-${person}`) };
}

const outcomeOf = (row: Row): Posted => posted.get(row) ?? expect.fail('the row was not posted');
const sum = (counts: readonly (number | undefined)[]) => counts.reduce<number>((a, b = 0) => a + b, 0);

describe.each([
  ['envelope', envelopeRows],
  ['write key', keyRows],
  ['identity', identityRows],
  ['content', contentRows],
  ['time', timeRows],
])('a bad %s', (_section, rows) => {
  it.each(rows.map((row) => ({ number: row[0], reason: row[1], row })))(
    'row $number: $reason, is answered and keeps nobody out',
    ({ row }) => {
      const [, , , status, result] = row;
      const { answer, next, nextId } = outcomeOf(row);
      const { success, accepted, code, rejected = [] } = answer.body;

      expect(answer.status).toBe(status);
      expect(success).toBe(status === 200);
      if (typeof result === 'number')
        expect({ accepted, rejected }).toEqual({ accepted: result, rejected: [] });
      else expect([code ?? rejected.map((one) => one.code)].flat()).toEqual([result]);
      expect(next).toMatchObject({ status: 200, body: { accepted: 1 } });
      expect(events.map(({ messageId }) => messageId)).toContain(nextId);
    },
  );
});

describe('all that bad input', () => {
  it('is kept event by event: accepted in a timeline, rejected in FailedEvents, refused nowhere', async () => {
    const bodies = [...posted.values()].flatMap(({ answer, next }) => [answer.body, next.body]);
    const rejected = bodies.flatMap((body) => body.rejected ?? []).map(({ code }) => code);

    expect(events).toHaveLength(sum(bodies.map(({ accepted }) => accepted)));
    expect(await shop.failedCodes()).toEqual(rejected.sort());
  });

  it('belongs to the source of its key, whatever it says', () => {
    const named = events.filter(({ context }) => context?.source === 'browser');

    expect(named.map(({ source }) => source.id)).toEqual(['shop-server']);
  });

  it('breaks no function behind the collector', () => {
    const errors = shop.cloud.logs().filter(({ text }) => /"level":"(ERROR|CRITICAL)"/.test(text));

    expect(errors).toEqual([]);
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
