import { isOpenEnded, mentionsIn } from '../../segments/conditions/index.ts';
import { segmentSchema } from '../../segments/definition.ts';
import { parseSegment } from '../../segments/parse-segment.ts';
import { refuseChain } from '../../segments/standing/chain.ts';
import type { DefinitionBody, DefinitionKind, Refusal } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { mentionedKinds, refuseMentions, segmentsAmong } from '../saving/refuse-mentions.ts';

export const segmentKind: DefinitionKind = {
  kind: 'segment',
  path: 'segments',
  backfills: true,
  hasMembers: (body) => segmentSchema.parse(body).parameters === undefined,
  isOpenEnded: (body) => isOpenEnded(segmentSchema.parse(body).where),
  maximumLive: 500,
  parse: (value) => {
    const { segment, warnings } = parseSegment(value);
    return { body: segment, warnings };
  },
  references: (body) => mentionsIn(segmentSchema.parse(body).where, '/where'),
  needs: mentionedKinds,
  refuse: refuseBeside,
};

function refuseBeside(body: DefinitionBody, live: readonly LiveDefinition[]): Refusal | undefined {
  const segment = segmentSchema.parse(body);
  const mentions = mentionsIn(segment.where, '/where');
  return refuseChain(segment, segmentsAmong(live)) ?? refuseMentions(mentions, live);
}
