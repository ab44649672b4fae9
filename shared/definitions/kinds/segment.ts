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
};
