import type { DefinitionKind } from './definition-kind.ts';
import { computedKind } from './kinds/computed.ts';
import { contractKind } from './kinds/contract.ts';
import { journeyKind } from './kinds/journey.ts';
import { listKind } from './kinds/list.ts';
import { rfmKind } from './kinds/rfm.ts';
import { segmentKind } from './kinds/segment.ts';
import { sourceKind } from './kinds/source.ts';
import { templateKind } from './kinds/template.ts';
import { workspaceKind } from './kinds/workspace.ts';

/** Every kind a workspace is made of, in the order a directory of definitions is published. */
export const definitionKinds: readonly DefinitionKind[] = [
  workspaceKind,
  sourceKind,
  contractKind,
  computedKind,
  rfmKind,
  listKind,
  segmentKind,
  templateKind,
  journeyKind,
];
