import type { Refusal } from '../../definitions/definition-kind.ts';
import { didYouMean } from '../../nearest.ts';
import type { Mention } from '../../segments/conditions/condition-kind.ts';
import type { Journey } from '../definition.ts';
import { messageAt } from '../references.ts';

/** Whoever asks about the messages of a step names one of the journey that sends. */
export function refuseSteps(mentions: readonly Mention[], journeys: readonly Journey[]): Refusal | undefined {
  for (const { kind, id, step, pointer } of mentions) {
    const named = journeys.find((journey) => kind === 'journey' && journey.id === id);
    if (named === undefined || step === undefined || messageAt(named, step)) continue;
    const allowed = named.steps.flatMap(({ id: other }) => (messageAt(named, other) ? [other] : []));
    return {
      code: 'unknown_step',
      message: `no step \`${step}\` of journey \`${id}\` sends anything${didYouMean(step, allowed)}`,
      pointer: `${pointer.slice(0, pointer.lastIndexOf('/'))}/step`,
      allowed,
    };
  }
  return undefined;
}
