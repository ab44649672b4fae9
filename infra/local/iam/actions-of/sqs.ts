import type { JsonInput } from '../../protocols/json-protocol.ts';
import { arn } from '../../runtime/deployment/resource-type.ts';
import type { Need } from '../policies/evaluate.ts';
import type { JsonRules } from './rules.ts';

// a batch needs what one message needs
const actions: Readonly<Record<string, string>> = {
  ChangeMessageVisibility: 'ChangeMessageVisibility',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessage: 'DeleteMessage',
  DeleteMessageBatch: 'DeleteMessage',
  GetQueueAttributes: 'GetQueueAttributes',
  PurgeQueue: 'PurgeQueue',
  ReceiveMessage: 'ReceiveMessage',
  SendMessage: 'SendMessage',
  SendMessageBatch: 'SendMessage',
};

export const sqsRules: JsonRules = {
  ...Object.fromEntries(
    Object.entries(actions).map(([operation, action]) => [
      operation,
      ({ QueueUrl: url }: JsonInput) => [need(action, String(url).split('/').at(-1))],
    ]),
  ),
  GetQueueUrl: ({ QueueName: name }) => [need('GetQueueUrl', String(name))],
};

function need(action: string, queue: string | undefined): Need {
  return { action: `sqs:${action}`, resource: arn('sqs', String(queue)) };
}
