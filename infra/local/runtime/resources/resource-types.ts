import { stateMachine } from '../../states/state-machine.ts';
import { arn, type Resource, type ResourceType } from '../deployment/resource-type.ts';
import { dynamoDbGlobalTable, dynamoDbTable } from './dynamodb-table.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { eventsRule } from './events-rule.ts';
import { httpApi, httpAuthorizer, httpIntegration, httpRoute, httpStage } from './http-api.ts';
import { bucketPolicy, iamPolicy, iamRole, lambdaPermission, queuePolicy, topicPolicy } from './iam.ts';
import { deliveryStream, kinesisStream } from './kinesis.ts';
import { eventInvokeConfig, lambdaFunction } from './lambda-function.ts';
import { sesConfigurationSet, sesEventDestination, snsSubscription, snsTopic } from './messages.ts';
import { s3Bucket } from './s3-bucket.ts';
import { secret } from './secret.ts';
import { sqsQueue } from './sqs.ts';

/** The resource types that exist locally. */
const resourceTypes: ReadonlyMap<string, ResourceType> = new Map([
  ['AWS::ApiGatewayV2::Api', httpApi],
  ['AWS::ApiGatewayV2::Authorizer', httpAuthorizer],
  ['AWS::ApiGatewayV2::Integration', httpIntegration],
  ['AWS::ApiGatewayV2::Route', httpRoute],
  ['AWS::ApiGatewayV2::Stage', httpStage],
  ['AWS::DynamoDB::GlobalTable', dynamoDbGlobalTable],
  ['AWS::DynamoDB::Table', dynamoDbTable],
  ['AWS::Events::Rule', eventsRule],
  ['AWS::IAM::Policy', iamPolicy],
  ['AWS::IAM::Role', iamRole],
  ['AWS::Kinesis::Stream', kinesisStream],
  ['AWS::KinesisFirehose::DeliveryStream', deliveryStream],
  ['AWS::Lambda::EventInvokeConfig', eventInvokeConfig],
  ['AWS::Lambda::EventSourceMapping', eventSourceMapping],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Lambda::Permission', lambdaPermission],
  ['AWS::S3::Bucket', s3Bucket],
  ['AWS::S3::BucketPolicy', bucketPolicy],
  ['AWS::SES::ConfigurationSet', sesConfigurationSet],
  ['AWS::SES::ConfigurationSetEventDestination', sesEventDestination],
  ['AWS::SNS::Subscription', snsSubscription],
  ['AWS::SNS::Topic', snsTopic],
  ['AWS::SNS::TopicPolicy', topicPolicy],
  ['AWS::SQS::Queue', sqsQueue],
  ['AWS::SQS::QueuePolicy', queuePolicy],
  ['AWS::SecretsManager::Secret', secret],
  ['AWS::StepFunctions::StateMachine', stateMachine],
]);

export function findResourceType(type: string): ResourceType | undefined {
  return resourceTypes.get(type) ?? (isPassive(type) ? passive : undefined);
}

/** Types that exist in AWS only: whatever refers to them gets a name. */
const passive: ResourceType = {
  shape: 'accepted',
  deploy(resource, services) {
    const ref = givenName(resource) ?? `${services.stackName}-${resource.logicalId}`;
    const passiveArn = arnOf(resource.type, ref);
    return { ref, attribute: (name) => (name.endsWith('Arn') ? passiveArn : `${ref}.${name}`) };
  },
};

function arnOf(type: string, ref: string): string {
  // grants to write logs name the group so
  if (type === 'AWS::Logs::LogGroup') return arn('logs', `log-group:${ref}:*`);
  return arn(type.split('::')[1]?.toLowerCase() ?? '', ref);
}

// functions are told the name of their log group
function givenName({ type, properties }: Resource): string | undefined {
  const name = properties.all().LogGroupName;
  return type === 'AWS::Logs::LogGroup' && typeof name === 'string' ? name : undefined;
}

const passiveTypes = [
  /^AWS::CloudWatch::/,
  /^AWS::Cognito::/,
  /^AWS::KMS::/,
  /^AWS::Logs::/,
  /^AWS::CDK::Metadata$/,
  // every sender is verified
  /^AWS::SES::EmailIdentity$/,
];

function isPassive(type: string): boolean {
  return passiveTypes.some((pattern) => pattern.test(type));
}
