import { reviewCondition } from '../segments/conditions/index.ts';
import { isRecord, parseValue, refuse, requireKnownKeys, shown } from '../segments/refusal.ts';
import { type Journey, journeySchema } from './definition.ts';
import { checkFlow } from './rules/check-flow.ts';
import type { SegmentEntry } from './rules/entry-rule.ts';
import { reviewEventRule } from './rules/event-rule.ts';
import { requireSize } from './rules/size.ts';
import { kindOfStep } from './steps/index.ts';

/** The journey, and what is allowed in it but likely a mistake; anything else is refused with its pointer. */
export function parseJourney(value: unknown): { journey: Journey; warnings: string[] } {
  if (!isRecord(value)) {
    refuse(`a journey must be an object, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer: '',
      allowed: 'an object',
    });
  }
  requireSize(value);
  requireKnownKeys(value, { pointer: '', known: Object.keys(journeySchema.shape) });
  const journey = parseValue(journeySchema, value, { pointer: '', name: 'journey' });
  checkFlow(journey.steps);
  return { journey, warnings: [...review(journey)] };
}

function review({ entry, exit = [], steps }: Journey): readonly string[] {
  return [
    ...('event' in entry ? reviewEventRule(entry, '/entry') : reviewExcluded(entry)),
    ...exit.flatMap((rule, index) => reviewEventRule(rule, `/exit/${index}`)),
    ...steps.flatMap((step, index) => {
      const found = kindOfStep(step).condition?.(step);
      const pointer = `/steps/${index}/${found?.key}`;
      return found === undefined ? [] : reviewCondition(found.condition, { pointer });
    }),
    ...(steps.some((step) => kindOfStep(step).message) ? [] : ['/steps: this journey sends nothing']),
  ];
}

function reviewExcluded({ segment, on, exclude = [] }: SegmentEntry): readonly string[] {
  const place = exclude.indexOf(segment);
  if (place < 0) return [];
  const outcome = on === 'enter' ? 'so nobody gets in' : 'so it keeps nobody out';
  return [`/entry/exclude/${place}: it is \`${segment}\` that people ${on}, ${outcome}`];
}
