import { arn, deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';
import { accountId } from '../template/scope.ts';

/** AWS::SQS::Queue, as a dead letter queue: it only keeps what it is sent. */
export const sqsQueue: ResourceType = {
  shape: {
    QueueName: 'used',
    KmsMasterKeyId: 'accepted',
    MessageRetentionPeriod: 'accepted',
    SqsManagedSseEnabled: 'accepted',
    VisibilityTimeout: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const name = physicalName(resource, 'QueueName', services);
    services.queues.create(name);
    const url = `https://sqs.local/${accountId}/${name}`;
    return deployed(url, { Arn: arn('sqs', name), QueueName: name, QueueUrl: url });
  },
};
