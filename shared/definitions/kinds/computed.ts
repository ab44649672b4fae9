import { parseComputedTrait } from '../../profiles/computed/definition.ts';
import type { LiveComputed } from '../../segments/compile.ts';
import type { DefinitionKind } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';

export const computedKind: DefinitionKind = {
  kind: 'computed',
  path: 'computed',
  backfills: true,
  isOpenEnded: (body) => parseComputedTrait(body).within === undefined,
  maximumLive: 200,
  parse: (value) => ({ body: parseComputedTrait(value), warnings: [] }),
};

/** The computed traits among live definitions. */
export function liveComputed(definitions: readonly LiveDefinition[]): LiveComputed[] {
  return definitions
    .filter(({ kind }) => kind === computedKind.kind)
    .map(({ body, since }) => ({ trait: parseComputedTrait(body), since }));
}
