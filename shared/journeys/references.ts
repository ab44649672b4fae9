import type { ComputedMention } from '../segments/conditions/condition-kind.ts';
import { computedIn } from '../segments/conditions/index.ts';
import type { Journey } from './definition.ts';
import { kindOfStep } from './steps/index.ts';
import type { StepMessage } from './steps/step-kind.ts';

export type JourneyReferences = {
  readonly segments: readonly string[];
  readonly computed: readonly ComputedMention[];
  readonly templates: readonly { readonly id: string; readonly channel: string; readonly pointer: string }[];
};

/** What must be live for the journey to run. */
export function referencesOf({ entry, steps }: Journey): JourneyReferences {
  return {
    segments: 'segment' in entry ? [entry.segment] : [],
    computed: steps.flatMap((step, index) => {
      const found = kindOfStep(step).condition?.(step);
      return found === undefined ? [] : computedIn(found.condition, `/steps/${index}/${found.key}`);
    }),
    templates: steps.flatMap((step, index) => {
      const message = kindOfStep(step).message?.(step);
      if (message === undefined) return [];
      return [{ id: message.template, channel: message.channel, pointer: `/steps/${index}/template` }];
    }),
  };
}

/** What the step with this id says; undefined when there is none, or it says nothing. */
export function messageAt({ steps }: Journey, stepId: string): StepMessage | undefined {
  const step = steps.find(({ id }) => id === stepId);
  return step && kindOfStep(step).message?.(step);
}
