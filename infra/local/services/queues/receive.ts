import * as z from 'zod';
import { attributesMd5, bodyMd5 } from './checksum.ts';
import type { StoredMessage } from './message.ts';
import type { Queue } from './queue.ts';
import { readInput } from './read-input.ts';
import { receiptHandle } from './receipt.ts';

const names = z.array(z.string()).default([]);
const receiveSchema = z.object({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

type Asked = { readonly system: readonly string[]; readonly own: readonly string[] };

/** Answers what can be received, after waiting for it as long as the call or the queue says. */
export async function receive(
  queue: Queue,
  input: unknown,
  closing: AbortSignal,
): Promise<{ Messages?: readonly object[] }> {
  const call = readInput(receiveSchema, input);
  const receiving = { max: call.MaxNumberOfMessages, visibilityTimeoutSeconds: call.VisibilityTimeout };
  const waitSeconds = call.WaitTimeSeconds ?? queue.config.receiveWaitSeconds;
  // real time, like every wait for an answer
  const ending = AbortSignal.any([closing, AbortSignal.timeout(waitSeconds * 1000)]);
  let messages = queue.receive(receiving);
  while (messages.length === 0 && waitSeconds > 0 && !ending.aborted) {
    await nextVisible(queue, ending);
    if (!closing.aborted) messages = queue.receive(receiving);
  }
  const asked = {
    system: [...call.AttributeNames, ...call.MessageSystemAttributeNames],
    own: call.MessageAttributeNames,
  };
  return messages.length === 0 ? {} : { Messages: messages.map((message) => received(message, asked)) };
}

/** What SQS tells about a message beside its body. */
export function systemAttributes(message: StoredMessage): Record<string, string> {
  return {
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.sourceArn === null ? {} : { DeadLetterQueueSourceArn: message.sourceArn }),
  };
}

export function isAsked(asked: readonly string[], name: string): boolean {
  return asked.includes(name) || asked.includes('All');
}

function nextVisible(queue: Queue, ending: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      ending.removeEventListener('abort', end);
      resolve();
    };
    const stop = queue.onVisible(end);
    ending.addEventListener('abort', end);
  });
}

function received(message: StoredMessage, asked: Asked): object {
  const system = pick(systemAttributes(message), (name) => isAsked(asked.system, name));
  const own = pick(message.attributes, (name) => isOwnAsked(asked.own, name));
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle(message),
    MD5OfBody: bodyMd5(message.body),
    Body: message.body,
    ...(system === undefined ? {} : { Attributes: system }),
    ...(own === undefined ? {} : { MessageAttributes: own, MD5OfMessageAttributes: attributesMd5(own) }),
  };
}

// these may also be asked for by how their names begin: `order.*`
function isOwnAsked(asked: readonly string[], name: string): boolean {
  const prefixes = asked.filter((each) => each.endsWith('.*')).map((each) => each.slice(0, -1));
  return isAsked(asked, name) || asked.includes('.*') || prefixes.some((prefix) => name.startsWith(prefix));
}

function pick<T>(
  values: Readonly<Record<string, T>>,
  isWanted: (name: string) => boolean,
): Record<string, T> | undefined {
  const wanted = Object.entries(values).filter(([name]) => isWanted(name));
  return wanted.length === 0 ? undefined : Object.fromEntries(wanted);
}
