import { createHash } from 'node:crypto';

/** A number from 0 to below 1 that only depends on the text. */
export function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
