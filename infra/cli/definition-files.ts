import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DefinitionKind } from '../../shared/definitions/definition-kind.ts';
import { definitionKinds } from '../../shared/definitions/registry.ts';
import { CommandError } from './command.ts';

export type DefinitionFile = {
  /** below the directory, as a person would say it */
  readonly file: string;
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly value: unknown;
};

/** The definitions of a directory, in the order to publish them: `workspace.json`, `sources/*.json`, `segments/*.json`. */
export async function readDefinitionFiles(directory: string): Promise<DefinitionFile[]> {
  await requireDirectory(directory);
  const perKind = await Promise.all(definitionKinds.map((kind) => readKind(directory, kind)));
  const found = perKind.flat();
  if (found.length > 0) return found;
  const expected = definitionKinds.map((kind) =>
    kind.only ? `${kind.path}.json` : `${kind.path}/<id>.json`,
  );
  throw new CommandError(`no definitions in ${directory}; it may hold ${expected.join(', ')}`);
}

async function requireDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory())
    throw new CommandError(`${directory} is not a directory; try \`npm run cdp -- push examples/shop\``);
}

async function readKind(directory: string, kind: DefinitionKind): Promise<DefinitionFile[]> {
  const files = kind.only
    ? await onlyFile(directory, `${kind.path}.json`)
    : await filesIn(directory, kind.path);
  return Promise.all(files.map((file) => readDefinition(directory, file, kind)));
}

async function onlyFile(directory: string, file: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name === file);
}

async function filesIn(directory: string, folder: string): Promise<string[]> {
  const names = await readdir(join(directory, folder)).catch(() => []); // a kind may be left out
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

async function readDefinition(
  directory: string,
  file: string,
  kind: DefinitionKind,
): Promise<DefinitionFile> {
  const value = parseJson(file, await readFile(join(directory, file), 'utf8'));
  return { file, kind, id: kind.only?.id ?? idOf(value) ?? basename(file, '.json'), value };
}

function idOf(value: unknown): string | undefined {
  const isNamed =
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
  return isNamed ? String(value.id) : undefined;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${file} is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
