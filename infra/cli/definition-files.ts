import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DefinitionKind } from '../../shared/definitions/definition-kind.ts';
import { definitionKinds } from '../../shared/definitions/registry.ts';
import { CommandError } from './command.ts';
import { withTexts } from './template-texts.ts';

export type DefinitionFile = {
  /** below the directory, as a person would say it */
  readonly file: string;
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly value: unknown;
};

type Place = { readonly directory: string; readonly kind: DefinitionKind };

/**
 * The definitions of a directory, in the order to publish them: `workspace.json`, then by kind `segments/<id>.json`; one with
 * texts of its own is a folder, `templates/<id>/template.json` and a file for each text.
 */
export async function readDefinitionFiles(directory: string): Promise<DefinitionFile[]> {
  await requireDirectory(directory);
  const perKind = await Promise.all(definitionKinds.map((kind) => readKind({ directory, kind })));
  const found = perKind.flat();
  if (found.length > 0) return found;
  const expected = definitionKinds.map((kind) =>
    kind.only ? `${kind.path}.json` : `${kind.path}/<id>.json`,
  );
  throw new CommandError(`no definitions in ${directory}; it may hold ${expected.join(', ')}`);
}

/** What its file says, with the id that the name of the file gives. */
export const valueWithId = ({ id, value }: DefinitionFile): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { id, ...value } : value;

async function requireDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory()) throw new CommandError(`${directory} is not a directory; try examples/shop`);
}

async function readKind(place: Place): Promise<DefinitionFile[]> {
  const { directory, kind } = place;
  if (kind.only) {
    const names = (await readdir(directory)).filter((name) => name === `${kind.path}.json`);
    return Promise.all(names.map((name) => readSingle(place, name)));
  }
  const entries = await entriesIn(join(directory, kind.path));
  const found = await Promise.all(
    entries.map((entry) => {
      const path = `${kind.path}/${entry.name}`;
      if (entry.isDirectory()) return readFolder(place, path);
      return entry.name.endsWith('.json') ? readSingle(place, path) : undefined;
    }),
  );
  return found.filter((file) => file !== undefined);
}

async function readSingle({ directory, kind }: Place, file: string): Promise<DefinitionFile> {
  const value = await readJson(directory, file);
  return { file, kind, id: kind.only?.id ?? idOf(value) ?? basename(file, '.json'), value };
}

async function readFolder({ directory, kind }: Place, folder: string): Promise<DefinitionFile> {
  const file = `${folder}/${kind.kind}.json`;
  const names = (await entriesIn(join(directory, folder))).map(({ name }) => name);
  if (!names.includes(`${kind.kind}.json`)) throw new CommandError(`${folder} has no ${kind.kind}.json`);
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.liquid'))
      .map(async (name) => ({ name, text: await readFile(join(directory, folder, name), 'utf8') })),
  );
  const value = withTexts(await readJson(directory, file), texts);
  return { file, kind, id: idOf(value) ?? basename(folder), value };
}

// a kind may be left out
async function entriesIn(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

export async function readJson(directory: string, file: string): Promise<unknown> {
  const text = await readFile(join(directory, file), 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${file} is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

function idOf(value: unknown): string | undefined {
  const isNamed =
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
  return isNamed ? String(value.id) : undefined;
}
