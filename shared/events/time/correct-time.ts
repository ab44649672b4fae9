import { parseInstant } from './parse-instant.ts';

const DAY_MS = 86_400_000;
const MAX_SKEW_MS = 30 * DAY_MS;
const MAX_FUTURE_MS = DAY_MS;
const EARLIEST_MS = Date.parse('0000-01-01T00:00:00.000Z'); // years before have no four digits

export type SentTimes = {
  /** when the sender says it happened */
  readonly original: string | number | null | undefined;
  /** when the sender says it let it go */
  readonly sentAt: string | number | null | undefined;
  readonly receivedAt: number;
};

/** The sender's time on our clock, epoch ms: its own error is what `sentAt` differs from receivedAt. Adds to `flags`. */
export function correctTime({ original, sentAt, receivedAt }: SentTimes, flags: Set<string>): number {
  if (original === undefined || original === null) return receivedAt;
  const instant = parseInstant(original);
  if (instant === undefined) return flagged('invalid_timestamp', receivedAt, flags);
  const corrected = instant + clockSkew(sentAt, receivedAt, flags);
  if (corrected > receivedAt + MAX_FUTURE_MS) return flagged('future_timestamp', receivedAt, flags);
  return corrected < EARLIEST_MS ? flagged('ancient_timestamp', EARLIEST_MS, flags) : corrected;
}

function clockSkew(sentAt: SentTimes['sentAt'], receivedAt: number, flags: Set<string>): number {
  if (sentAt === undefined || sentAt === null) return 0;
  const sent = parseInstant(sentAt);
  if (sent === undefined) return flagged('invalid_sent_at', 0, flags);
  const skew = receivedAt - sent;
  // no clock is that wrong: the request waited, or sentAt is nonsense
  return Math.abs(skew) > MAX_SKEW_MS ? flagged('clock_skew', 0, flags) : skew;
}

function flagged(flag: string, value: number, flags: Set<string>): number {
  flags.add(flag);
  return value;
}
