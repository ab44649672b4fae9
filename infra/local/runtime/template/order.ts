import { isList, isObject, type Json } from './json.ts';
import type { TemplateResource } from './template.ts';
import { TemplateError } from './unsupported.ts';

/** Sorts resources so that each comes after everything it refers to; otherwise keeps the template's order. */
export function deploymentOrder(
  resources: ReadonlyMap<string, TemplateResource>,
): readonly TemplateResource[] {
  const ordered = new Set<TemplateResource>();
  const visit = (resource: TemplateResource, above: readonly string[]): void => {
    if (ordered.has(resource)) return;
    if (above.includes(resource.logicalId)) {
      throw new TemplateError(
        `resources refer to each other in a circle: ${above.join(' -> ')}`,
        resource.path,
      );
    }
    for (const name of dependencies(resource)) {
      const target = resources.get(name);
      if (target !== undefined) visit(target, [...above, resource.logicalId]);
    }
    ordered.add(resource);
  };
  for (const resource of resources.values()) visit(resource, []);
  return [...ordered];
}

function dependencies(resource: TemplateResource): Set<string> {
  return new Set([
    ...resource.dependsOn,
    ...references(resource.properties),
    ...references(resource.metadata),
  ]);
}

function references(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => [...named(name, part), ...references(part)]);
}

function named(name: string, argument: Json): readonly string[] {
  const first = isList(argument) ? argument[0] : argument;
  if (typeof first !== 'string') return [];
  if (name === 'Ref') return [first];
  if (name === 'Fn::GetAtt') return [first.split('.')[0] ?? first];
  if (name === 'Fn::Sub') return [...first.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map((match) => match[1] ?? '');
  return [];
}
