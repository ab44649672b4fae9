import type { LocalServices } from '../deployment/local-services.ts';
import {
  arn,
  deployed,
  physicalName,
  type Resource,
  type ResourceType,
} from '../deployment/resource-type.ts';
import type { JsonObject } from '../template/json.ts';
import { accountId } from '../template/scope.ts';

/** AWS::IAM::Role with its own policies. */
export const iamRole: ResourceType = {
  shape: {
    RoleName: 'used',
    Policies: [{ PolicyName: 'accepted', PolicyDocument: 'used' }],
    AssumeRolePolicyDocument: 'used',
    Description: 'accepted',
    MaxSessionDuration: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const { properties, path } = resource;
    const name = physicalName(resource, 'RoleName', services);
    const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
    services.iam.createRole(name);
    services.iam.addResourcePolicy(roleArn, properties.json('AssumeRolePolicyDocument'), path);
    for (const policy of properties.objects('Policies')) {
      services.iam.addPolicy(name, policy.json('PolicyDocument'), path);
    }
    return deployed(name, { Arn: roleArn, RoleId: name });
  },
};

/** AWS::IAM::Policy, added to each of its roles. */
export const iamPolicy: ResourceType = {
  shape: { PolicyName: 'used', PolicyDocument: 'used', Roles: 'used' },
  deploy(resource, services) {
    const { properties, path } = resource;
    for (const role of properties.texts('Roles')) {
      services.iam.addPolicy(role, properties.json('PolicyDocument'), path);
    }
    return deployed(physicalName(resource, 'PolicyName', services));
  },
};

/** AWS::Lambda::Permission: lets a service invoke a function. */
export const lambdaPermission: ResourceType = {
  shape: {
    Action: 'used',
    FunctionName: 'used',
    Principal: 'used',
    SourceAccount: 'used',
    SourceArn: 'used',
  },
  deploy({ logicalId, properties, path }, services) {
    const functionArn = services.functions.config(properties.text('FunctionName')).arn;
    const sourceArn = properties.optionalText('SourceArn');
    const sourceAccount = properties.optionalText('SourceAccount');
    const statement = {
      Effect: 'Allow',
      Principal: { Service: properties.text('Principal') },
      Action: properties.text('Action'),
      Resource: functionArn,
      Condition: {
        ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
        ...(sourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
      },
    };
    services.iam.addResourcePolicy(functionArn, { Statement: statement }, path);
    return deployed(logicalId);
  },
};

/** AWS::S3::BucketPolicy */
export const bucketPolicy = resourcePolicy('Bucket', ({ properties }) => [
  `arn:aws:s3:::${properties.text('Bucket')}`,
]);

/** AWS::SQS::QueuePolicy */
export const queuePolicy = resourcePolicy('Queues', ({ properties }) =>
  properties.texts('Queues').map((url) => arn('sqs', url.split('/').at(-1) ?? url)),
);

/** AWS::SNS::TopicPolicy */
export const topicPolicy = resourcePolicy('Topics', ({ properties }) => properties.texts('Topics'));

function resourcePolicy(property: string, arnsOf: (resource: Resource) => readonly string[]): ResourceType {
  return {
    shape: { [property]: 'used', PolicyDocument: 'used' },
    deploy(resource, services: LocalServices) {
      const document: JsonObject = resource.properties.json('PolicyDocument');
      for (const resourceArn of arnsOf(resource)) {
        services.iam.addResourcePolicy(resourceArn, document, resource.path);
      }
      return deployed(resource.logicalId);
    },
  };
}
