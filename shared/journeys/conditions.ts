import type { Condition } from '../segments/definition.ts';
import type { Journey } from './definition.ts';
import { openCondition } from './rules/entry-segment.ts';
import { kindOfStep } from './steps/index.ts';

export type JourneyCondition = {
  /** `<journey>/<step>` */
  readonly key: string;
  readonly condition: Condition;
};

/** What an entry by an event asks besides; who is in is known once the event has named what is open. */
export function entryConditions({ id, entry }: Journey): readonly JourneyCondition[] {
  const asked = 'event' in entry ? entry.in : undefined;
  return asked === undefined ? [] : [{ key: `${id}/entry/in`, condition: openCondition(asked) }];
}

/** What the steps decide by: profiles keep windows for these as for segments. */
export function journeyConditions({ id, steps }: Journey): readonly JourneyCondition[] {
  return steps.flatMap((step) => {
    const found = kindOfStep(step).condition?.(step);
    return found === undefined ? [] : [{ key: conditionKey(id, step.id), condition: found.condition }];
  });
}

export const conditionKey = (journeyId: string, stepId: string): string => `${journeyId}/${stepId}`;
