import { mentionsIn } from '../../segments/conditions/index.ts';
import { segmentSchema } from '../../segments/definition.ts';
import { parseSegment } from '../../segments/parse-segment.ts';
import { refuseValues } from '../../segments/standing/bind-segment.ts';
import { refuseChain } from '../../segments/standing/chain.ts';
import type { DefinitionBody, DefinitionKind, Refusal } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';

export const segmentKind: DefinitionKind = {
  kind: 'segment',
  path: 'segments',
  backfills: true,
  hasMembers: true,
  maximumLive: 500,
  parse: (value) => {
    const { segment, warnings } = parseSegment(value);
    return { body: segment, warnings };
  },
  references: (body) => mentionsIn(segmentSchema.parse(body).where, '/where'),
  needs: ['segment'],
  refuse: refuseBeside,
};

function refuseBeside(body: DefinitionBody, live: readonly LiveDefinition[]): Refusal | undefined {
  const segment = segmentSchema.parse(body);
  const others = live.map((other) => segmentSchema.parse(other.body));
  return refuseChain(segment, others) ?? refuseValues(mentionsIn(segment.where, '/where'), others);
}
