import { type DefinitionFile, valueWithId } from '../definition-files.ts';
import type { AdminProblem } from './admin-client.ts';

type Reference = ReturnType<NonNullable<DefinitionFile['kind']['references']>>[number];

/** What is named before what names it, else in the given order. */
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

/** Why a definition can never be published: what it asks for of its own kind asks for it in turn. A segment and a journey may name each other. */
export function refuseCircle(
  file: DefinitionFile,
  files: readonly DefinitionFile[],
): AdminProblem | undefined {
  const ofItsKind = files.filter(({ kind }) => kind === file.kind);
  const circular = referencesOf(file).find((reference) => {
    const reached = new Set(filesOf(reference, ofItsKind));
    // a set is visited in the order of insertion, so what is added meanwhile is visited too
    for (const one of reached) for (const next of namedBy(one, ofItsKind)) reached.add(next);
    return reached.has(file);
  });
  if (circular === undefined) return undefined;
  return {
    status: 400,
    code: `${circular.kind}_cycle`,
    message: `\`${circular.id}\` asks for \`${file.id}\` in turn; nobody could say who is in`,
    pointer: circular.pointer,
    allowed: 'what does not ask for it',
  };
}

const namedBy = (file: DefinitionFile, files: readonly DefinitionFile[]): readonly DefinitionFile[] =>
  referencesOf(file).flatMap((reference) => filesOf(reference, files));

const referencesOf = (file: DefinitionFile): readonly Reference[] =>
  file.kind.references?.(file.kind.parse(valueWithId(file)).body) ?? [];

const filesOf = ({ kind, id }: Reference, files: readonly DefinitionFile[]): readonly DefinitionFile[] =>
  files.filter((one) => one.kind.kind === kind && one.id === id);
