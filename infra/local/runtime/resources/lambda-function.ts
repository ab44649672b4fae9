import { destinationNeeds } from '../../iam/actions-of/lambda-on-behalf.ts';
import { assumeRole } from '../../iam/permitted-invoke.ts';
import { requireAllowed } from '../../iam/require-allowed.ts';
import type { LocalServices } from '../deployment/local-services.ts';
import {
  arn,
  deployed,
  physicalName,
  type Resource,
  type ResourceType,
} from '../deployment/resource-type.ts';
import { isQueue } from '../failures/destinations.ts';
import { defaultAsyncConfig } from '../lambda/async-invoke.ts';
import { readLogging } from '../lambda/function-config.ts';
import { TemplateError, UnsupportedError } from '../template/unsupported.ts';

/** AWS::Lambda::Function on Node.js, from an asset. */
export const lambdaFunction: ResourceType = {
  shape: {
    FunctionName: 'used',
    Code: { S3Bucket: 'accepted', S3Key: 'used' },
    Environment: { Variables: 'used' },
    Handler: 'used',
    LoggingConfig: {
      ...{ LogGroup: 'used', LogFormat: 'used' },
      ...{ ApplicationLogLevel: 'used', SystemLogLevel: 'used' },
    },
    MemorySize: 'used',
    ReservedConcurrentExecutions: 'used',
    Role: 'used',
    Runtime: 'used',
    Timeout: 'used',
    Architectures: 'accepted',
    Description: 'accepted',
    KmsKeyArn: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const { properties, path } = resource;
    const name = physicalName(resource, 'FunctionName', services);
    const functionArn = arn('lambda', `function:${name}`);
    const runtime = properties.text('Runtime');
    if (!runtime.startsWith('nodejs'))
      throw new UnsupportedError(`runtime "${runtime}" (supported: nodejs)`, path);
    const roleArn = properties.text('Role');
    const lambda = { service: 'lambda.amazonaws.com', sourceArn: functionArn };
    if (services.iam.check(lambda, [assumeRole(roleArn)]) !== undefined) {
      throw new TemplateError('the role defined for the function cannot be assumed by Lambda', path);
    }
    const logging = properties.object('LoggingConfig');
    services.functions.deploy({
      name,
      arn: functionArn,
      runtime,
      folder: assetFolder(resource, services),
      handler: properties.text('Handler'),
      // Lambda's own defaults
      memorySizeMegabytes: properties.number('MemorySize', 128),
      timeoutSeconds: properties.number('Timeout', 3),
      concurrency: properties.number('ReservedConcurrentExecutions', services.defaultConcurrency),
      isReserved: properties.has('ReservedConcurrentExecutions'),
      variables: variables(resource),
      logGroup: logging.optionalText('LogGroup') ?? `/aws/lambda/${name}`,
      logging: readLogging(logging),
      roleArn,
    });
    return deployed(name, { Arn: functionArn });
  },
};

/** AWS::Lambda::EventInvokeConfig: what happens to asynchronous invocations that fail. */
export const eventInvokeConfig: ResourceType = {
  shape: {
    FunctionName: 'used',
    MaximumRetryAttempts: 'used',
    DestinationConfig: { OnFailure: { Destination: 'used' } },
    Qualifier: 'used',
    // retries follow within seconds here, none grows that old
    MaximumEventAgeInSeconds: 'accepted',
  },
  deploy({ logicalId, properties, path }, services) {
    properties.allow('Qualifier', ['$LATEST']);
    const onFailureArn = properties
      .object('DestinationConfig')
      .object('OnFailure')
      .optionalText('Destination');
    if (onFailureArn !== undefined && !isQueue(onFailureArn)) {
      throw new UnsupportedError(`on-failure destination "${onFailureArn}" (supported: SQS)`, path);
    }
    const functionName = properties.text('FunctionName');
    requireAllowed(functionName, destinationNeeds(onFailureArn), { services, path });
    services.functions.setAsyncConfig(functionName, {
      maximumRetryAttempts: properties.number(
        'MaximumRetryAttempts',
        defaultAsyncConfig.maximumRetryAttempts,
      ),
      onFailureArn,
    });
    return deployed(logicalId);
  },
};

// Lambda measures them as JSON
const maxVariablesBytes = 4_096;

function variables({ properties, path }: Resource): Record<string, string> {
  const given = Object.entries(properties.object('Environment').json('Variables'));
  const variables = Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes <= maxVariablesBytes) return variables;
  throw new TemplateError(`environment variables of ${bytes} bytes, Lambda takes ${maxVariablesBytes}`, path);
}

function assetFolder({ properties, path }: Resource, services: LocalServices): string {
  const key = properties.object('Code').text('S3Key');
  const folder = services.assetFolder(key);
  if (folder === undefined) throw new UnsupportedError(`code outside the assembly, S3 key "${key}"`, path);
  return folder;
}
