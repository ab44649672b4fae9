import { deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';
import { accountId } from '../template/scope.ts';
import { TemplateError } from '../template/unsupported.ts';

/** AWS::IAM::Role; recorded with its own policies. */
export const iamRole: ResourceType = {
  shape: {
    RoleName: 'used',
    Policies: [{ PolicyName: 'used', PolicyDocument: 'used' }],
    AssumeRolePolicyDocument: 'accepted',
    Description: 'accepted',
    ManagedPolicyArns: 'accepted',
    MaxSessionDuration: 'accepted',
    Path: 'accepted',
    PermissionsBoundary: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const name = physicalName(resource, 'RoleName', services);
    services.roles.set(
      name,
      resource.properties.objects('Policies').map((policy) => policy.json('PolicyDocument')),
    );
    return deployed(name, { Arn: `arn:aws:iam::${accountId}:role/${name}`, RoleId: name });
  },
};

/** AWS::IAM::Policy; recorded with each of its roles. */
export const iamPolicy: ResourceType = {
  shape: { PolicyName: 'used', PolicyDocument: 'used', Roles: 'used' },
  deploy(resource, services) {
    const { properties, path } = resource;
    for (const name of properties.texts('Roles')) {
      const policies = services.roles.get(name);
      if (policies === undefined) throw new TemplateError(`unknown role "${name}"`, path);
      policies.push(properties.json('PolicyDocument'));
    }
    return deployed(physicalName(resource, 'PolicyName', services));
  },
};
