import { type DefinitionKind, isNamed } from './definition-kind.ts';
import type { DefinitionStore, IndexEntry } from './definition-store.ts';
import { latestVersion, type SavedState } from './saving/decide-save.ts';

export type DefinitionName = { readonly kind: DefinitionKind; readonly id: string };

// each attempt loses only to a save that succeeded meanwhile
export const maxAttempts = 10;

export async function readState(store: DefinitionStore, { kind, id }: DefinitionName): Promise<SavedState> {
  const index = await store.loadIndex();
  const entry = index.entries.find((one) => isNamed(one, kind.kind, id));
  const latest = entry && (await store.loadVersion(kind.kind, id, latestVersion(entry)));
  return { index, entry, latest: latest?.body };
}

/** `ifMatch` names the versions the writer believes to be the latest; `*` any; undefined does not ask. */
export function isStale(ifMatch: readonly string[] | undefined, entry: IndexEntry | undefined): boolean {
  if (ifMatch === undefined) return false;
  if (ifMatch.includes('*')) return entry === undefined;
  return !ifMatch.includes(String(latestVersion(entry)));
}
