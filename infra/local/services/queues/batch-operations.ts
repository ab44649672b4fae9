import * as z from 'zod';
import { AwsError } from '../../protocols/service.ts';
import { attributesSchema, sizeOf } from './message.ts';
import { changeOne, deleteOne, type Operation, type QueueCall, queueOf, sendOne } from './operations.ts';
import type { Queue } from './queue.ts';
import { readInput } from './read-input.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly Id: string };

// SQS's own limits
const maxEntries = 10;
const maxBatchBytes = 1_048_576;

export const batchOperations: Readonly<Record<string, Operation>> = {
  SendMessageBatch(call) {
    const queue = queueOf(call);
    const entries = entriesOf(call, 'SendMessageBatchRequestEntry');
    checkSize(entries);
    return each(entries, (entry) => sendOne(queue, entry, call.request));
  },
  DeleteMessageBatch: (call) => eachOf(call, 'DeleteMessageBatchRequestEntry', deleteOne),
  ChangeMessageVisibilityBatch: (call) => eachOf(call, 'ChangeMessageVisibilityBatchRequestEntry', changeOne),
};

function eachOf(call: QueueCall, kind: string, run: (queue: Queue, entry: Entry) => void): object {
  const queue = queueOf(call);
  return each(entriesOf(call, kind), (entry) => run(queue, entry));
}

/** Each entry succeeds or fails for itself. */
function each(entries: readonly Entry[], run: (entry: Entry) => unknown): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...Object(run(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function entriesOf({ input }: QueueCall, kind: string): readonly Entry[] {
  const { Entries } = readInput(z.object({ Entries: z.array(z.looseObject({ Id: z.string() })) }), input);
  if (Entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${kind} in the request.`);
  }
  if (Entries.length > maxEntries) {
    const message = `Maximum number of entries per request are ${maxEntries}. You have sent ${Entries.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', message);
  }
  for (const [index, { Id }] of Entries.entries()) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (Entries.findIndex((other) => other.Id === Id) === index) continue;
    throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
  }
  return Entries;
}

const sizedSchema = z.object({ MessageBody: z.string(), MessageAttributes: attributesSchema.default({}) });

function checkSize(entries: readonly Entry[]): void {
  const sizes = entries.map((entry) => {
    const { MessageBody: body, MessageAttributes: attributes } = readInput(sizedSchema, entry);
    return sizeOf({ body, attributes });
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= maxBatchBytes) return;
  throw new AwsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${maxBatchBytes} bytes. You have sent ${total} bytes.`,
  );
}
