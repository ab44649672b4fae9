import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SendWorld } from '../../support/messaging/send-world.ts';

const QUARTER = 900_000;
const nameOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: Error) => error.name,
  );
const refused = (status: 'not-now' | 'rejected') => ({ status, reason: 'MessageRejected' }) as const;

describe('a provider', () => {
  it('that is busy is asked again later', async () => {
    const world = new SendWorld();
    world.answers.push(refused('not-now'));

    expect(await nameOf(world.send())).toBe('RetryableError');
    expect(world.entry).toBeUndefined();
    expect(await world.send()).toMatchObject({ state: 'SENT' });

    expect(world.taken).toHaveLength(1);
  });

  it('that refuses is not asked again', async () => {
    const world = new SendWorld();
    world.answers.push(refused('rejected'));

    expect(await world.send()).toMatchObject({ state: 'REJECTED' });
    expect(await world.send()).toMatchObject({ state: 'REJECTED' });

    expect(world.entry).toMatchObject({ state: 'REJECTED', reason: 'MessageRejected' });
    expect(world.taken).toEqual([]);
  });

  it('that does not answer is not asked again, and the doubt is on record', async () => {
    const world = new SendWorld();
    world.answers.push({ status: 'unsettled', cause: new Error('timeout') });

    expect(await nameOf(world.send())).toBe('SendUnsettled');
    world.now += QUARTER / 2;
    expect(await nameOf(world.send())).toBe('SendUnsettled');
    expect(world.entry?.state).toBe('CLAIMED');
    world.now += QUARTER / 2;

    expect(await world.send()).toEqual({ state: 'UNKNOWN' });
    expect(world.entry?.state).toBe('UNKNOWN');
  });
});

describe('a crash', () => {
  // what the ledger says in the end, and how often the provider took the message
  it.each([
    ['claim-lost', 'UNKNOWN', 0],
    ['before-call', 'UNKNOWN', 0],
    ['call-lost', 'UNKNOWN', 1],
    ['before-confirm', 'UNKNOWN', 1],
    ['confirm-lost', 'SENT', 1],
  ] as const)('at %s never makes two messages', async (fault, state, taken) => {
    const world = new SendWorld();
    world.faults.push(fault);

    expect(await nameOf(world.send())).not.toBe('done');
    await nameOf(world.send());
    world.now += QUARTER;
    const result = await world.send();

    expect(result.state).toBe(state);
    expect(world.entry?.state).toBe(state);
    expect(world.taken).toHaveLength(taken);
  });

  it.each([
    ['SENT', { state: 'SENT', providerId: 'p1' }],
    ['DELIVERED', { state: 'DELIVERED', providerId: 'p1' }],
    ['BOUNCED', { state: 'BOUNCED', providerId: 'p1', reason: 'Permanent/General' }],
  ] as const)('after the call is no doubt when feedback says %s meanwhile', async (state, settlement) => {
    const world = new SendWorld();
    world.faults.push('call-lost');
    expect(await nameOf(world.send())).not.toBe('done');
    const { sendId = '' } = world.entry ?? {};
    await world.ledger.settle({ entryId: 'e1', sendId }, settlement);
    world.now += QUARTER;

    expect(await world.send({ endsRun: true })).toMatchObject({ state });

    expect(world.taken).toHaveLength(1);
    expect(world.entry?.state).toBe(state);
    expect(world.runs.runs.get('e1')?.status).toBe('completed');
  });

  it('of any kind, any number of times, at once or in turn, never makes two messages', async () => {
    const faults = fc.constantFrom(
      'claim-lost' as const,
      'before-call' as const,
      'call-lost' as const,
      'before-confirm' as const,
      'confirm-lost' as const,
      'before-end' as const,
    );
    const answers = fc.constantFrom(refused('not-now'), {
      status: 'unsettled' as const,
      cause: new Error('timeout'),
    });
    const attempts = fc.array(fc.record({ together: fc.integer({ min: 1, max: 3 }), wait: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(faults), fc.array(answers), attempts, async (planted, given, rounds) => {
        const world = new SendWorld();
        world.faults.push(...planted);
        world.answers.push(...given);

        for (const { together, wait } of rounds) {
          await Promise.all(Array.from({ length: together }, () => nameOf(world.send({ endsRun: true }))));
          if (wait) world.now += QUARTER;
        }

        expect(world.taken.length).toBeLessThanOrEqual(1);
        if (world.entry?.state === 'SENT') expect(world.taken).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});
