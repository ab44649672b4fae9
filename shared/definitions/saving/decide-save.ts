import { canonicalJson } from '../../json/canonical-json.ts';
import type { DefinitionBody } from '../definition-kind.ts';
import type { DefinitionIndex, IndexEntry } from '../definition-store.ts';

export type SavedState = {
  readonly index: DefinitionIndex;
  readonly entry: IndexEntry | undefined;
  /** the body of the latest saved version, draft or not */
  readonly latest: DefinitionBody | undefined;
};

/** `version` is the version the body has afterwards; `isNewBody` tells whether it must be stored. */
export type SaveDecision =
  | { readonly status: 'unchanged'; readonly entry: IndexEntry }
  | {
      readonly status: 'changed';
      readonly entry: IndexEntry;
      readonly index: DefinitionIndex;
      readonly isNewBody: boolean;
    };

export const latestVersion = (entry: IndexEntry | undefined): number => entry?.draft ?? entry?.version ?? 0;

/** An equal body keeps its version, so publishing twice, or publishing what was saved as a draft, stores nothing new. */
export function decideSave(
  state: SavedState,
  name: { readonly kind: string; readonly id: string },
  wanted: { readonly body: DefinitionBody; readonly publish: boolean },
): SaveDecision {
  const isNewBody = state.latest === undefined || canonicalJson(state.latest) !== canonicalJson(wanted.body);
  const version = latestVersion(state.entry) + (isNewBody ? 1 : 0);
  if (!isNewBody && state.entry && isAlready(state.entry, wanted.publish))
    return { status: 'unchanged', entry: state.entry };
  const number = state.index.number + (wanted.publish ? 1 : 0);
  const entry: IndexEntry = wanted.publish
    ? { ...name, version, status: 'live', since: number }
    : draftOf({ ...name, version }, state.entry);
  return { status: 'changed', entry, index: replaceEntry(state.index, entry, number), isNewBody };
}

function isAlready(entry: IndexEntry, publish: boolean): boolean {
  if (entry.status === 'archived') return false;
  return publish ? entry.status === 'live' && entry.draft === undefined : true;
}

function draftOf(name: Omit<IndexEntry, 'status' | 'since'>, present: IndexEntry | undefined): IndexEntry {
  if (present?.status === 'live') return { ...present, draft: name.version };
  return { ...name, status: 'draft', since: 0 };
}

export function archiveEntry(index: DefinitionIndex, entry: IndexEntry): DefinitionIndex {
  const number = index.number + 1;
  const archived: IndexEntry = {
    ...entry,
    version: latestVersion(entry),
    status: 'archived',
    since: number,
    draft: undefined,
  };
  return replaceEntry(index, archived, number);
}

function replaceEntry(index: DefinitionIndex, entry: IndexEntry, number: number): DefinitionIndex {
  const others = index.entries.filter((other) => other.kind !== entry.kind || other.id !== entry.id);
  return { number, revision: index.revision + 1, entries: [...others, entry] };
}
