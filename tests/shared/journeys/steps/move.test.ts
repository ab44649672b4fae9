import { describe, expect, it } from 'vitest';
import { parseJourney } from '../../../../shared/journeys/parse-journey.ts';
import { kindOfStep } from '../../../../shared/journeys/steps/index.ts';

const { journey } = parseJourney({
  id: 'all-steps',
  entry: { event: 'Signed Up' },
  steps: [
    { id: 'hold', type: 'wait', for: '2h' },
    // biome-ignore lint/suspicious/noThenProperty: the word of the language
    { id: 'bought', type: 'branch', if: { event: 'Order Completed' }, then: 'done', else: 'mail' },
    { id: 'mail', type: 'send', channel: 'email', template: 'hello' },
    { id: 'done', type: 'exit' },
  ],
});
const moves = (holds: boolean) => journey.steps.map((step) => kindOfStep(step).move(step, () => holds));

describe('how a run leaves a step', () => {
  it('is by the way the state machine takes, after as long', () => {
    const [waits, , sends, exits] = moves(true);

    expect(waits).toEqual({ way: 'next', afterMs: 7_200_000 });
    expect(sends).toEqual({ way: 'next', afterMs: 0 });
    expect(exits).toEqual({ way: undefined, afterMs: 0 });
    expect([moves(true)[1]?.way, moves(false)[1]?.way]).toEqual(['then', 'else']);
  });

  it('is always one of its ways', () => {
    for (const [index, step] of journey.steps.entries()) {
      const keys: (string | undefined)[] = kindOfStep(step)
        .ways(step)
        .map(({ key }) => key);
      const { way } = kindOfStep(step).move(step, () => true);

      expect(keys.length === 0 ? [undefined] : keys, `step ${index}`).toContain(way);
    }
  });
});
