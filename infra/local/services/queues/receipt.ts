import { AwsError } from '../../protocols/service.ts';
import type { StoredMessage } from './message.ts';

/** What a receipt handle stands for: one receiving of one message. */
export type Receipt = Pick<StoredMessage, 'id' | 'queue' | 'receiveCount'>;

export function receiptHandle({ id, queue, receiveCount }: Receipt): string {
  return Buffer.from(JSON.stringify([id, receiveCount, queue])).toString('base64');
}

/** Reads a handle that this queue gave out. */
export function parseReceipt(handle: string, queue: string): Receipt {
  const [, id, receiveCount, name] =
    /^\[(\d+),(\d+),"([^"]+)"\]$/.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (name === queue) return { id: Number(id), receiveCount: Number(receiveCount), queue };
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}
