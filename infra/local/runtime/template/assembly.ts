import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject } from './json.ts';
import { parseTemplate, type Template } from './template.ts';

export type Assembly = {
  readonly stackName: string;
  readonly template: Template;
  /** The folder of an asset by the key under which the template names it. */
  assetFolder(key: string): string | undefined;
};

/** Reads what `cdk synth` wrote: the template of the one stack, and its assets. */
export async function loadAssembly(folder: string): Promise<Assembly> {
  const manifest = await readJson(folder, 'manifest.json').catch((cause: unknown) => {
    throw new Error(`no synthesized stack in ${folder}, run "npx cdk synth" first`, { cause });
  });
  const artifacts = Object.entries(object(manifest.artifacts));
  const stacks = artifacts.filter(([, artifact]) => object(artifact).type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    throw new Error(`${folder} holds ${stacks.length} stacks, the local cloud runs exactly one`);
  }
  const [id, artifact] = stack;
  const { templateFile, stackName } = object(object(artifact).properties);
  const template = parseTemplate(await readJson(folder, String(templateFile)));
  const folders = assetFolders(await readJson(folder, `${id}.assets.json`), folder);
  return { template, stackName: String(stackName ?? id), assetFolder: (key) => folders.get(key) };
}

function assetFolders(manifest: JsonObject, folder: string): Map<string, string> {
  const files = Object.values(object(manifest.files)).map(object);
  return new Map(files.flatMap((file) => assetKeys(file, folder)));
}

function assetKeys({ source, destinations }: JsonObject, folder: string): [string, string][] {
  const path = join(folder, String(object(source).path));
  const keys = Object.values(object(destinations)).map((destination) => object(destination).objectKey);
  return keys.map((key) => [String(key), path]);
}

function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

async function readJson(folder: string, file: string): Promise<JsonObject> {
  return object(JSON.parse(await readFile(join(folder, file), 'utf8')));
}
