import { journeySchema } from '../../journeys/definition.ts';
import { refuseSteps } from '../../journeys/steps/refuse-steps.ts';
import { didYouMean } from '../../nearest.ts';
import type { Mention } from '../../segments/conditions/condition-kind.ts';
import { type Segment, segmentSchema } from '../../segments/definition.ts';
import { refuseValues } from '../../segments/standing/bind-segment.ts';
import type { Refusal } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { workspaceSchema } from '../kinds/workspace.ts';

/** The kinds of which a condition may ask for more than that they are there. */
export const mentionedKinds: readonly string[] = ['segment', 'journey', 'workspace'];

/** Why what conditions ask of segments, journeys and topics cannot be asked of what is live. */
export function refuseMentions(
  mentions: readonly Mention[],
  live: readonly Pick<LiveDefinition, 'kind' | 'body'>[],
): Refusal | undefined {
  const journeys = live.filter(({ kind }) => kind === 'journey').map(({ body }) => journeySchema.parse(body));
  const { topics } = workspaceSchema.parse(live.find(({ kind }) => kind === 'workspace')?.body ?? {});
  return (
    refuseValues(mentions, segmentsAmong(live)) ??
    refuseSteps(mentions, journeys) ??
    refuseTopics(
      mentions,
      topics.map(({ id }) => id),
    )
  );
}

function refuseTopics(mentions: readonly Mention[], allowed: readonly string[]): Refusal | undefined {
  const unknown = mentions.find(({ topic }) => topic !== undefined && !allowed.includes(topic));
  if (unknown?.topic === undefined) return undefined;
  const message = `the workspace has no topic \`${unknown.topic}\`${didYouMean(unknown.topic, allowed)}`;
  return { code: 'unknown_topic', message, pointer: unknown.pointer, allowed };
}

export function segmentsAmong(live: readonly Pick<LiveDefinition, 'kind' | 'body'>[]): readonly Segment[] {
  return live.filter(({ kind }) => kind === 'segment').map(({ body }) => segmentSchema.parse(body));
}
