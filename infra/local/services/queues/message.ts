import * as z from 'zod';
import { AwsError } from '../../protocols/service.ts';

const attributeSchema = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  /** Base64, as the protocol has it. */
  BinaryValue: z.string().optional(),
});

/** The attributes that a message is sent with. */
export const attributesSchema = z.record(z.string(), attributeSchema);

export type MessageAttribute = z.infer<typeof attributeSchema>;
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export type NewMessage = {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** The credential that sends it. */
  readonly sender: string;
  readonly delaySeconds?: number | undefined;
};

/** A message as a queue keeps it; it can be received from `visibleAt` on. */
export type StoredMessage = {
  readonly id: number;
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sender: string;
  /** The queue it was moved from when it could not be handled there. */
  readonly sourceArn: string | null;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly expiresAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number | null;
};

// SQS's own limit
const maxAttributes = 10;

/** What counts towards the limits of a message: its body and the names, types and values of its attributes. */
export function sizeOf({ body, attributes }: Pick<NewMessage, 'body' | 'attributes'>): number {
  const parts = Object.entries(attributes).map(
    ([name, { DataType }]) => Buffer.byteLength(name) + Buffer.byteLength(DataType),
  );
  const values = Object.values(attributes).map((attribute) => attributeBytes(attribute).length);
  return [...parts, ...values].reduce((sum, bytes) => sum + bytes, Buffer.byteLength(body));
}

export function attributeBytes({ StringValue, BinaryValue }: MessageAttribute): Buffer {
  return StringValue === undefined ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue);
}

/** Throws when SQS would not take the message. */
export function checkMessage({ body, attributes }: NewMessage, maxMessageBytes: number): void {
  if (body === '') throw missing('MessageBody');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is what SQS refuses
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.exec(body);
  if (forbidden !== null) {
    const code = forbidden[0].charCodeAt(0).toString(16);
    throw new AwsError(
      'InvalidMessageContents',
      `Invalid binary character '#x${code}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
    );
  }
  checkAttributes(attributes);
  const size = sizeOf({ body, attributes });
  if (size <= maxMessageBytes) return;
  throw invalid(
    `One or more parameters are invalid. Reason: Message must be shorter than ${maxMessageBytes} bytes.`,
  );
}

function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > maxAttributes)
    throw invalid(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${maxAttributes}].`,
    );
  for (const [name, attribute] of entries) {
    if (!/^(String|Number|Binary)(\..+)?$/.test(attribute.DataType)) {
      throw invalid(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    if (attributeBytes(attribute).length > 0) continue;
    throw invalid(`The message attribute '${name}' must contain a non-empty message attribute value.`);
  }
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function missing(parameter: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}
