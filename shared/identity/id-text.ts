import { EVENT_LIMITS } from '../../events/common.ts';

/** An id as it was sent, byte for byte, numbers as text. Undefined when it is blank, too long or holds what no id holds. */
export function idText(value: unknown, maxBytes: number = EVENT_LIMITS.idBytes): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const isUsable = text.isWellFormed() && !/\p{Cc}/u.test(text) && Buffer.byteLength(text) <= maxBytes;
  return isUsable ? text : undefined;
}
