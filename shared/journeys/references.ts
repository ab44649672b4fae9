import type { Mention } from '../segments/conditions/condition-kind.ts';
import { mentionsIn } from '../segments/conditions/index.ts';
import type { Journey, JourneyStep } from './definition.ts';
import { openCondition } from './rules/entry-segment.ts';
import { kindOfStep } from './steps/index.ts';
import type { StepMessage } from './steps/step-kind.ts';

export type JourneyReferences = {
  readonly mentions: readonly Mention[];
  readonly templates: readonly { readonly id: string; readonly channel: string; readonly pointer: string }[];
};

/** What must be live for the journey to run. */
export function referencesOf({ entry, steps }: Journey): JourneyReferences {
  return {
    mentions: [...mentionsOfEntry(entry), ...steps.flatMap(mentionsOfStep)],
    templates: steps.flatMap((step, index) => {
      const message = kindOfStep(step).message?.(step);
      if (message === undefined) return [];
      return [{ id: message.template, channel: message.channel, pointer: `/steps/${index}/template` }];
    }),
  };
}

function mentionsOfEntry(entry: Journey['entry']): readonly Mention[] {
  const excluded = (entry.exclude ?? []).map((id, index) => mentionOf(id, `/entry/exclude/${index}`));
  if ('segment' in entry) return [mentionOf(entry.segment, '/entry/segment'), ...excluded];
  return entry.in ? [...mentionsIn(openCondition(entry.in), '/entry/in'), ...excluded] : excluded;
}

const mentionOf = (id: string, pointer: string): Mention => ({ kind: 'segment', id, pointer });

function mentionsOfStep(step: JourneyStep, index: number): readonly Mention[] {
  const found = kindOfStep(step).condition?.(step);
  return found === undefined ? [] : mentionsIn(found.condition, `/steps/${index}/${found.key}`);
}

/** What the step with this id says; undefined when there is none, or it says nothing. */
export function messageAt({ steps }: Journey, stepId: string): StepMessage | undefined {
  const step = steps.find(({ id }) => id === stepId);
  return step && kindOfStep(step).message?.(step);
}
