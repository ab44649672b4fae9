import { isList, isObject, type Json, type JsonObject } from './json.ts';
import { TemplateError, UnsupportedError } from './unsupported.ts';

export type TemplateResource = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly metadata: JsonObject;
  /** The construct path, by which every message names the resource. */
  readonly path: string;
};

export type Template = {
  readonly parameters: ReadonlyMap<string, Json>;
  readonly conditions: JsonObject;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputs: ReadonlyMap<string, Json>;
};

// Rules only check parameters before a real deployment, the bootstrap version for one
const sections = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Rules', 'Parameters', 'Conditions'];
const knownSections = new Set([...sections, 'Resources', 'Outputs']);

// what happens to a resource on deletion or replacement, which never happens here
const policies = ['DeletionPolicy', 'UpdateReplacePolicy'];
const knownParts = new Set([...policies, 'Type', 'Properties', 'DependsOn', 'Condition', 'Metadata']);

/** Reads a synthesized template; throws on sections and resource parts with no local meaning. */
export function parseTemplate(value: unknown): Template {
  if (!isObject(value)) throw new TemplateError('the template is not a JSON object', 'template');
  for (const name of Object.keys(value)) {
    if (!knownSections.has(name)) throw new UnsupportedError(`template section "${name}"`, 'template');
  }
  const resources = Object.entries(section(value, 'Resources')).map(parseResource);
  return {
    parameters: new Map(Object.entries(section(value, 'Parameters')).map(parseParameter)),
    conditions: section(value, 'Conditions'),
    resources: new Map(resources.map((resource) => [resource.logicalId, resource])),
    outputs: new Map(Object.entries(section(value, 'Outputs')).map(parseOutput)),
  };
}

function section(template: JsonObject, name: string): JsonObject {
  const value = template[name] ?? {};
  if (!isObject(value)) throw new TemplateError(`section "${name}" is not an object`, 'template');
  return value;
}

function parseParameter([name, value]: [string, Json]): [string, Json] {
  if (!isObject(value) || value.Default === undefined) {
    throw new UnsupportedError(`parameter "${name}" without a default`, 'template');
  }
  return [name, value.Default];
}

function parseOutput([name, value]: [string, Json]): [string, Json] {
  if (!isObject(value) || value.Value === undefined) {
    throw new TemplateError(`output "${name}" has no value`, 'template');
  }
  return [name, value.Value];
}

function parseResource([logicalId, value]: [string, Json]): TemplateResource {
  if (!isObject(value) || typeof value.Type !== 'string') {
    throw new TemplateError('a resource has no type', logicalId);
  }
  const metadata = isObject(value.Metadata) ? value.Metadata : {};
  const path = constructPath(metadata, logicalId);
  for (const part of Object.keys(value)) {
    if (!knownParts.has(part)) throw new UnsupportedError(`resource part "${part}"`, path);
  }
  return {
    logicalId,
    path,
    metadata,
    type: value.Type,
    properties: isObject(value.Properties) ? value.Properties : {},
    dependsOn: dependsOn(value.DependsOn),
    condition: typeof value.Condition === 'string' ? value.Condition : undefined,
  };
}

function constructPath(metadata: JsonObject, logicalId: string): string {
  const path = metadata['aws:cdk:path'];
  return typeof path === 'string' ? path : logicalId;
}

function dependsOn(value: Json | undefined): readonly string[] {
  const list = isList(value) ? value : [value];
  return list.filter((entry): entry is string => typeof entry === 'string');
}
