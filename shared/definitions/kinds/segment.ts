import { computedIn } from '../../segments/conditions/index.ts';
import { segmentSchema } from '../../segments/definition.ts';
import { parseSegment } from '../../segments/parse-segment.ts';
import type { DefinitionKind } from '../definition-kind.ts';

export const segmentKind: DefinitionKind = {
  kind: 'segment',
  path: 'segments',
  hasMembers: true,
  maximumLive: 500,
  parse: (value) => {
    const { segment, warnings } = parseSegment(value);
    return { body: segment, warnings };
  },
  references: (body) =>
    computedIn(segmentSchema.parse(body).where, '/where').map((mention) => ({
      kind: 'computed',
      ...mention,
    })),
};
