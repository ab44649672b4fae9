import { attributesMd5, bodyMd5 } from './checksum.ts';
import type { StoredMessage } from './message.ts';
import { receiptHandle } from './receipt.ts';
import { systemAttributes } from './receive.ts';

/** A message as it stands in the event of a function. */
export function lambdaRecord(message: StoredMessage, queueArn: string): object {
  const md5OfMessageAttributes = attributesMd5(message.attributes);
  return {
    messageId: message.messageId,
    receiptHandle: receiptHandle(message),
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: lambdaAttributes(message),
    ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
    md5OfBody: bodyMd5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  };
}

// the same attributes, spelled and completed as Lambda does
function lambdaAttributes({ attributes }: StoredMessage): Record<string, object> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType: dataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue === undefined ? { binaryValue: BinaryValue } : { stringValue: StringValue }),
        ...{ stringListValues: [], binaryListValues: [], dataType },
      },
    ]),
  );
}
