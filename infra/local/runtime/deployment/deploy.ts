import { findResourceType } from '../resources/resource-types.ts';
import type { Assembly } from '../template/assembly.ts';
import { evaluateCondition } from '../template/conditions.ts';
import { resolve, resolveObject } from '../template/intrinsics.ts';
import type { Json } from '../template/json.ts';
import { deploymentOrder } from '../template/order.ts';
import { noValue, pseudoParameter, type Scope } from '../template/scope.ts';
import type { TemplateResource } from '../template/template.ts';
import { UnsupportedError } from '../template/unsupported.ts';
import type { LocalServices } from './local-services.ts';
import { Properties } from './properties.ts';
import type { Deployed } from './resource-type.ts';
import { checkShape } from './shape.ts';

/** Brings every resource of the template up, each after what it refers to; answers the outputs. */
export async function deployStack(
  { template, stackName }: Assembly,
  services: LocalServices,
): Promise<Readonly<Record<string, Json>>> {
  const done = new Map<string, Deployed>();
  const scopeAt = (path: string): Scope => {
    const scope = {
      path,
      ref: (name: string) => refer(name, { done, parameters: template.parameters, stackName }),
      attribute: (logicalId: string, name: string) => done.get(logicalId)?.attribute(name),
    };
    return { ...scope, condition: (name) => evaluateCondition(name, template.conditions, scope) };
  };
  for (const resource of deploymentOrder(template.resources)) {
    const scope = scopeAt(resource.path);
    if (resource.condition !== undefined && !scope.condition(resource.condition)) continue;
    done.set(resource.logicalId, await deployResource(resource, scope, services));
  }
  const outputs = [...template.outputs].map(([name, value]) => [
    name,
    resolve(value, scopeAt(`output ${name}`)),
  ]);
  return Object.fromEntries(outputs);
}

type References = {
  readonly done: ReadonlyMap<string, Deployed>;
  readonly parameters: ReadonlyMap<string, Json>;
  readonly stackName: string;
};

function refer(name: string, { done, parameters, stackName }: References): Json | undefined {
  const pseudo = pseudoParameter(name, stackName);
  if (pseudo !== undefined && pseudo !== noValue) return pseudo;
  return done.get(name)?.ref ?? parameters.get(name);
}

async function deployResource(
  resource: TemplateResource,
  scope: Scope,
  services: LocalServices,
): Promise<Deployed> {
  const { logicalId, path, type } = resource;
  const resourceType = findResourceType(type);
  if (resourceType === undefined) throw new UnsupportedError(`resource type ${type}`, path);
  // a type that exists in AWS only is not resolved: what it says changes nothing here
  const isInert = resourceType.shape === 'accepted';
  const values = isInert ? resource.properties : resolveObject(resource.properties, scope);
  if (!isInert) checkShape(values, resourceType.shape, { type, path });
  const metadata = resolveObject(resource.metadata, scope);
  const properties = new Properties(values, path);
  return resourceType.deploy({ logicalId, type, path, properties, metadata }, services);
}
