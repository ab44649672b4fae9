import { type DefinitionFile, valueWithId } from '../definition-files.ts';

/** What is named before what names it, else in the given order; a circle stays as it is, for the cloud to refuse. */
export function publishOrder(files: readonly DefinitionFile[]): readonly DefinitionFile[] {
  const ordered = new Set<DefinitionFile>();
  const visited = new Set<DefinitionFile>();
  const place = (file: DefinitionFile): void => {
    if (visited.has(file)) return;
    visited.add(file);
    for (const named of namedBy(file, files)) place(named);
    ordered.add(file);
  };
  for (const file of files) place(file);
  return [...ordered];
}

function namedBy(file: DefinitionFile, files: readonly DefinitionFile[]): readonly DefinitionFile[] {
  const references = file.kind.references?.(file.kind.parse(valueWithId(file)).body) ?? [];
  return references.flatMap(({ kind, id }) => files.filter((one) => one.kind.kind === kind && one.id === id));
}
