import { DURATION_FORM, type Duration, longestMs, parseDuration } from '../../duration.ts';
import { refuse, shown } from '../../segments/refusal.ts';
import { durationOf } from '../../segments/values/expected.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
// months and years differ in length, and a Wait state counts seconds
const A_WAIT = 'a whole number and m, h, d or w, such as 30m or 7d, from 1m to 365d';
const A_PAUSE = `${DURATION_FORM}, from 1m to 10y`;

/** How long a step waits: at most a year, which is also the longest a run can take. */
export function parseWait(value: unknown, place: { pointer: string; name: string }): string {
  const isWait = ({ type }: Duration) => type === 'exact';
  return parse(value, { ...place, allowed: A_WAIT, longest: 365 * DAY, isAllowed: isWait });
}

/** The time between an entry and the next. */
export function parsePause(value: unknown, place: { pointer: string; name: string }): string {
  return parse(value, { ...place, allowed: A_PAUSE, longest: 3_670 * DAY, isAllowed: () => true });
}

export function waitMs(form: string): number {
  return longestMs(durationOf(form));
}

function parse(
  value: unknown,
  rule: {
    pointer: string;
    name: string;
    allowed: string;
    longest: number;
    isAllowed(duration: Duration): boolean;
  },
): string {
  const duration = parseDuration(value);
  const longest = duration !== undefined && rule.isAllowed(duration) ? longestMs(duration) : 0;
  if (typeof value === 'string' && longest >= MINUTE && longest <= rule.longest) return value;
  const { pointer, allowed } = rule;
  refuse(`\`${rule.name}\` must be ${allowed}, got ${shown(value)}`, {
    code: 'invalid_duration',
    pointer,
    allowed,
  });
}
