import {
  type DefinitionChange,
  type DefinitionIndex,
  type DefinitionStore,
  type DefinitionVersion,
  emptyIndex,
} from '../../../shared/definitions/definition-store.ts';

/** The definitions port over a variable. */
export function memoryDefinitionStore(): DefinitionStore {
  let index: DefinitionIndex = emptyIndex;
  const versions: DefinitionVersion[] = [];
  const of = (kind: string, id: string) => versions.filter((one) => one.kind === kind && one.id === id);
  const at = (kind: string, id: string, version: number) =>
    of(kind, id).find((one) => one.version === version);
  return {
    number: async () => index.number,
    load: async (kinds) => ({
      number: index.number,
      definitions: index.entries
        .filter(({ kind, status }) => status === 'live' && kinds.includes(kind))
        .map(({ kind, id, version, since }) => ({
          kind,
          id,
          version,
          since,
          body: at(kind, id, version)?.body,
        })),
    }),
    loadIndex: async () => index,
    loadVersion: async (kind, id, version) => at(kind, id, version),
    listVersions: async (kind, id) => of(kind, id),
    saveChange: async (change: DefinitionChange) => {
      if (change.index.revision !== index.revision + 1) return 'conflict';
      index = change.index;
      if (change.version) versions.push(change.version);
      return 'saved';
    },
  };
}
