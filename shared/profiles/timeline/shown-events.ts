import { createHash } from 'node:crypto';
import type { TimelineEvent } from '../profile-store.ts';

// 54 bits: among 20,000 events two meet by chance in one line of 90 million
const SHORT_CHARACTERS = 9;

/** Which events were shown, by (source, messageId), so that the next of the same is passed over. */
export class ShownEvents {
  readonly #short: Set<string>;

  constructor(short: readonly string[] = []) {
    this.#short = new Set(short);
  }

  /** False when it was there already. */
  add({ source, messageId }: TimelineEvent): boolean {
    const short = shortOf(`${source.id}\u0000${messageId}`);
    if (this.#short.has(short)) return false;
    this.#short.add(short);
    return true;
  }

  /** The last of them, for a position that must stay small. */
  last(most: number): string[] {
    return [...this.#short].slice(-most);
  }
}

const shortOf = (id: string): string =>
  createHash('sha256').update(id).digest('base64url').slice(0, SHORT_CHARACTERS);
