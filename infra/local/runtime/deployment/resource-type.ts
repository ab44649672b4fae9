import type { Json, JsonObject } from '../template/json.ts';
import { accountId, partition, region } from '../template/scope.ts';
import type { LocalServices } from './local-services.ts';
import type { Properties } from './properties.ts';
import type { ObjectShape } from './shape.ts';

/** One resource of the template with its expressions resolved. */
export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  readonly path: string;
  readonly properties: Properties;
  readonly metadata: JsonObject;
};

/** What `Ref` and `Fn::GetAtt` answer for a deployed resource. */
export type Deployed = { readonly ref: string; readonly attribute: (name: string) => Json | undefined };

/** How one type of resource exists here. */
export type ResourceType = {
  readonly shape: ObjectShape | 'accepted';
  deploy(resource: Resource, services: LocalServices): Deployed | Promise<Deployed>;
};

export function deployed(ref: string, attributes: Readonly<Record<string, Json>> = {}): Deployed {
  return { ref, attribute: (name) => attributes[name] };
}

/** The name of a resource: as the template gives it, else made of the stack's and its own. */
export function physicalName(resource: Resource, property: string, services: LocalServices): string {
  return resource.properties.optionalText(property) ?? `${services.stackName}-${resource.logicalId}`;
}

export function arn(service: string, name: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${name}`;
}
