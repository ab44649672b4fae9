import { DURATION_FORM, longestMs, parseDuration, RETENTION_DAYS } from '../../duration.ts';
import { refuse, shown } from '../refusal.ts';

const MINUTE = 60_000;
const A_WINDOW = `${DURATION_FORM}, from 1m to ${RETENTION_DAYS}d`;

/** How far back events count, as the definition says it. */
export function parseWithin(value: unknown, pointer: string): string {
  const duration = parseDuration(value);
  const longest = duration === undefined ? 0 : longestMs(duration);
  if (typeof value === 'string' && longest >= MINUTE && longest <= RETENTION_DAYS * 24 * 60 * MINUTE)
    return value;
  refuse(`\`within\` must be ${A_WINDOW}, got ${shown(value)}`, {
    code: 'invalid_duration',
    pointer,
    allowed: A_WINDOW,
  });
}
