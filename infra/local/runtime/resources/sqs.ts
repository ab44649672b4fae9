import type { QueueConfig } from '../../services/queues/queue.ts';
import {
  arn,
  deployed,
  physicalName,
  type Resource,
  type ResourceType,
} from '../deployment/resource-type.ts';
import { accountId } from '../template/scope.ts';

/** AWS::SQS::Queue of the standard kind. */
export const sqsQueue: ResourceType = {
  shape: {
    QueueName: 'used',
    DelaySeconds: 'used',
    MaximumMessageSize: 'used',
    MessageRetentionPeriod: 'used',
    ReceiveMessageWaitTimeSeconds: 'used',
    RedrivePolicy: { deadLetterTargetArn: 'used', maxReceiveCount: 'used' },
    VisibilityTimeout: 'used',
    KmsDataKeyReusePeriodSeconds: 'accepted',
    KmsMasterKeyId: 'accepted',
    // who may move messages back by hand
    RedriveAllowPolicy: 'accepted',
    SqsManagedSseEnabled: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const name = physicalName(resource, 'QueueName', services);
    services.stores.queues.create(queueConfig(name, resource));
    const url = `${services.awsUrl}/${accountId}/${name}`;
    return deployed(url, { Arn: arn('sqs', name), QueueName: name, QueueUrl: url });
  },
};

function queueConfig(name: string, { properties }: Resource): QueueConfig {
  const redrive = properties.object('RedrivePolicy');
  return {
    name,
    arn: arn('sqs', name),
    // SQS's own defaults
    visibilityTimeoutSeconds: properties.number('VisibilityTimeout', 30),
    delaySeconds: properties.number('DelaySeconds', 0),
    retentionSeconds: properties.number('MessageRetentionPeriod', 345_600),
    maxMessageBytes: properties.number('MaximumMessageSize', 1_048_576),
    receiveWaitSeconds: properties.number('ReceiveMessageWaitTimeSeconds', 0),
    redrive: properties.has('RedrivePolicy')
      ? {
          deadLetterArn: redrive.text('deadLetterTargetArn'),
          maxReceiveCount: redrive.number('maxReceiveCount', 10),
        }
      : undefined,
  };
}
