import { mentionsIn } from '../../segments/conditions/index.ts';
import { segmentSchema } from '../../segments/definition.ts';
import { parseSegment } from '../../segments/parse-segment.ts';
import { refuseChain } from '../../segments/standing/chain.ts';
import type { DefinitionKind } from '../definition-kind.ts';

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
  refuse: (body, live) =>
    refuseChain(
      segmentSchema.parse(body),
      live.map((other) => segmentSchema.parse(other.body)),
    ),
};
