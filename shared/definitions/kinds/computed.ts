import { parseComputedTrait } from '../../profiles/computed/definition.ts';
import type { DefinitionKind } from '../definition-kind.ts';

export const computedKind: DefinitionKind = {
  kind: 'computed',
  path: 'computed',
  maximumLive: 200,
  parse: (value) => ({ body: parseComputedTrait(value), warnings: [] }),
};
