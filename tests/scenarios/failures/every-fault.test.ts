import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';
import { differences, type FinalState } from '../../support/faults/final-state.ts';
import { newStory, playStory } from '../../support/faults/play-story.ts';
import { nameOf, type RecordedCall, recordCalls, withBroken } from '../../support/faults/record-calls.ts';
import { publishStory } from '../../support/faults/story-definitions.ts';
import { countTrials, type Trial } from '../../support/faults/trial.ts';
import { size } from '../../support/sizes.ts';

// long enough to overtake what it delays
const delayMs = 20;

let shop: RunningCloud;
let people = 0;
beforeAll(async () => {
  shop = await RunningCloud.start();
  shop.cloud.clock.freeze();
  await publishStory(shop);
});
afterAll(() => shop.stop());

const play = (): Promise<FinalState> => playStory(newStory(shop, ++people));

/** A story without faults, its calls and what is left of it. */
async function record(): Promise<{ calls: readonly RecordedCall[]; state: FinalState }> {
  const states: FinalState[] = [];
  const calls = await recordCalls(shop.cloud.faults, async () => states.push(await play()));
  const [state] = states;
  if (state === undefined) throw new Error('the story was not played');
  return { calls, state };
}

async function trials(): Promise<Trial[]> {
  shop.cloud.retire();
  const cold = await record();
  const warm = await record();
  const warmNames = new Set(warm.calls.map(nameOf));
  const all = [
    ...warm.calls.map((call) => ({ call, isCold: false })),
    // what only a cold start asks for
    ...cold.calls.filter((call) => !warmNames.has(nameOf(call))).map((call) => ({ call, isCold: true })),
  ];
  const every = all.flatMap(({ call, isCold }) => call.kinds.map((kind) => ({ call, kind, isCold })));
  // a late answer is the mildest fault and takes as long to try as the others
  return size(0, 1) === 1 ? every : oneOfEach(every.filter(({ kind }) => kind !== 'slow'));
}

/** Every kind once at every operation, each at another of its calls: so all functions get their share. */
function oneOfEach(all: readonly Trial[]): Trial[] {
  const alike = Map.groupBy(all, ({ call, kind }) => `${call.service} ${call.operation} ${kind}`);
  return [...alike.values()].flatMap((own, nth) => own[nth % own.length] ?? []);
}

/** What one broken call changed that it must not. */
async function breakOne({ call, kind, isCold }: Trial, expected: FinalState): Promise<readonly string[]> {
  if (isCold) shop.cloud.retire(call.function);
  try {
    const { result, isMet } = await withBroken(shop.cloud.faults, { call, fault: { kind, delayMs } }, play);
    return isMet ? differences(result, expected) : ['the call did not come'];
  } catch (error) {
    return [String(error)];
  }
}

describe('the same story', () => {
  it('makes exactly the same calls for everybody', async () => {
    await play();
    const once = await record();
    const again = await record();

    expect(again.calls.map(nameOf).sort()).toEqual(once.calls.map(nameOf).sort());
    expect(again.state).toEqual(once.state);
    expect(once.state.sends).toEqual([
      'nudge mail accepted 0 SKIPPED unsubscribed',
      'welcome mail accepted 1 SENT',
      'welcome text accepted 1 SENT',
    ]);
    expect(once.state.runs).toEqual(['welcome completed ', 'cart exited exit-event', 'nudge completed ']);
    expect(once.state.memberships).toEqual([['newcomers', 'lookers'], []]);
  });
});

describe('a single fault, whatever the call and the kind', () => {
  it(
    'leaves the same profiles, memberships and runs, and sends nothing twice',
    async () => {
      const { state } = await record();
      const tried = await trials();

      const wrong: string[] = [];
      for (const trial of tried) {
        const found = await breakOne(trial, state);
        wrong.push(...found.map((difference) => `${trial.kind} at ${nameOf(trial.call)}: ${difference}`));
      }

      console.table(countTrials(tried));
      console.log(`${tried.length} single faults tried, ${wrong.length} made a difference`);
      expect(wrong).toEqual([]);
    },
    size(900_000, 7_200_000),
  );
});
