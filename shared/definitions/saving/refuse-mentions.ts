import { journeySchema } from '../../journeys/definition.ts';
import { refuseSteps } from '../../journeys/steps/refuse-steps.ts';
import type { Mention } from '../../segments/conditions/condition-kind.ts';
import { type Segment, segmentSchema } from '../../segments/definition.ts';
import { refuseValues } from '../../segments/standing/bind-segment.ts';
import type { Refusal } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';

/** The kinds of which a condition may ask for more than that they are there. */
export const mentionedKinds: readonly string[] = ['segment', 'journey'];

/** Why what conditions ask of segments and journeys cannot be asked of the live ones. */
export function refuseMentions(
  mentions: readonly Mention[],
  live: readonly Pick<LiveDefinition, 'kind' | 'body'>[],
): Refusal | undefined {
  const journeys = live.filter(({ kind }) => kind === 'journey').map(({ body }) => journeySchema.parse(body));
  return refuseValues(mentions, segmentsAmong(live)) ?? refuseSteps(mentions, journeys);
}

export function segmentsAmong(live: readonly Pick<LiveDefinition, 'kind' | 'body'>[]): readonly Segment[] {
  return live.filter(({ kind }) => kind === 'segment').map(({ body }) => segmentSchema.parse(body));
}
