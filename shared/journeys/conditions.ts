import type { Condition } from '../segments/definition.ts';
import type { Journey } from './definition.ts';
import { kindOfStep } from './steps/index.ts';

export type JourneyCondition = {
  /** `<journey>/<step>` */
  readonly key: string;
  readonly condition: Condition;
};

/** What the steps decide by: profiles keep windows for these as for segments. */
export function journeyConditions({ id, steps }: Journey): readonly JourneyCondition[] {
  return steps.flatMap((step) => {
    const found = kindOfStep(step).condition?.(step);
    return found === undefined ? [] : [{ key: conditionKey(id, step.id), condition: found.condition }];
  });
}

export const conditionKey = (journeyId: string, stepId: string): string => `${journeyId}/${stepId}`;
