import { createHash } from 'node:crypto';
import { attributeBytes, type MessageAttributes } from './message.ts';

/** The MD5 that the SDK compares with what it sent. */
export function bodyMd5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** The MD5 over all attributes in the order of their names: each part with its length, the value after its kind. */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    const isText = attribute.StringValue !== undefined;
    for (const part of [name, attribute.DataType]) hash.update(sized(Buffer.from(part)));
    hash.update(Buffer.from([isText ? 1 : 2]));
    hash.update(sized(attributeBytes(attribute)));
  }
  return hash.digest('hex');
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
