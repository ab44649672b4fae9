import { afterEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../../infra/local/faults/break-call.ts';
import type { FaultPlan } from '../../../infra/local/faults/faults.ts';
import type { WireCall } from '../../../infra/local/runtime/front/wire-call.ts';
import { addToCart, consent, identify, publishJourneys } from '../../support/cloud/journey-fixtures.ts';
import { HOUR, MINUTE, RunningCloud } from '../../support/cloud/running-cloud.ts';

const anna = { userId: 'anna' };
let shop: RunningCloud;
afterEach(() => shop.stop());

/** A shop in which Anna's cart mail is due in a minute. */
async function cartIsDue(): Promise<void> {
  shop = await RunningCloud.start();
  await publishJourneys(shop);
  await shop.send(consent(anna), identify(anna, 'Anna'), addToCart(anna, 'Cup'));
  await shop.cloud.advance(HOUR - MINUTE);
}

const isCall = ({ service }: WireCall) => service === 'ses';
const isConfirm = ({ service, operation, functionName, body }: WireCall) =>
  service === 'dynamodb' &&
  operation === 'UpdateItem' &&
  functionName?.endsWith('send-message') === true &&
  body.includes('"SENT"');

/** Breaks the first call that matches, as `kind` says. */
function once(matches: (call: WireCall) => boolean, kind: FaultKind): FaultPlan {
  let isSpent = false;
  return (call) => {
    if (isSpent || !matches(call)) return undefined;
    isSpent = true;
    return { kind };
  };
}

const carts = async () =>
  (await shop.sent('to=anna@shop.example')).filter(({ subject }) => /cart/.test(subject ?? ''));
const states = async () => (await shop.ledger('abandoned-cart')).map(({ state }) => state);

describe('send-message killed', () => {
  it('between claim and call sends none, and shows that this is not known', async () => {
    await cartIsDue();
    shop.cloud.faults.inject(once(isCall, 'crashBefore'));

    await shop.cloud.advance(5 * MINUTE);
    expect(await states()).toEqual(['CLAIMED']);
    await shop.cloud.advance(2 * HOUR);

    expect(await carts()).toEqual([]);
    expect(await states()).toEqual(['UNKNOWN']);
    expect((await shop.runs('abandoned-cart')).map(({ status }) => status)).toEqual(['completed']);
  });

  it.each([
    { when: 'right after the call', matches: isCall, kind: 'crashAfter' as const },
    { when: 'between call and confirm', matches: isConfirm, kind: 'crashBefore' as const },
    { when: 'while the answer of the call is lost', matches: isCall, kind: 'lostResponse' as const },
  ])('$when never sends two, and learns from SES that it was sent', async ({ matches, kind }) => {
    await cartIsDue();
    shop.cloud.faults.inject(once(matches, kind));

    await shop.cloud.advance(5 * MINUTE);
    expect(await states()).toEqual(['SENT']);
    await shop.cloud.advance(2 * HOUR);

    expect(await carts()).toHaveLength(1);
    expect(await states()).toEqual(['SENT']);
    expect((await shop.runs('abandoned-cart')).map(({ status }) => status)).toEqual(['completed']);
  });

  it('after the confirm goes on as if nothing had happened', async () => {
    await cartIsDue();
    shop.cloud.faults.inject(once(isConfirm, 'crashAfter'));

    await shop.cloud.advance(2 * HOUR);

    expect(await carts()).toHaveLength(1);
    expect(await states()).toEqual(['SENT']);
    expect((await shop.runs('abandoned-cart')).map(({ status }) => status)).toEqual(['completed']);
  });

  it('before the claim sends once', async () => {
    await cartIsDue();
    const isClaim = ({ operation, functionName }: WireCall) =>
      operation === 'TransactWriteItems' && functionName?.endsWith('send-message') === true;
    shop.cloud.faults.inject(once(isClaim, 'crashBefore'));

    await shop.cloud.advance(2 * HOUR);

    expect(await carts()).toHaveLength(1);
    expect(await states()).toEqual(['SENT']);
  });
});
