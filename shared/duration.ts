const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long what happened is kept: the timeline, and what is told of it. */
export const RETENTION_DAYS = 395;

const EXACT_UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
const CALENDAR_UNITS: Readonly<Record<string, number>> = { mo: 1, y: 12 };
export const DURATION_GRAMMAR = /^(0|[1-9]\d{0,6})(mo|m|h|d|w|y)$/;

/** `30m`, `24h`, `7d` and `2w` are exact; `1mo` and `1y` are as long as the calendar says. */
export type Duration =
  | { readonly type: 'exact'; readonly ms: number }
  | { readonly type: 'calendar'; readonly months: number };

export const DURATION_FORM = 'a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo';

/** The one grammar for durations; undefined when the text is not one. */
export function parseDuration(text: unknown): Duration | undefined {
  const match = typeof text === 'string' ? DURATION_GRAMMAR.exec(text) : null;
  if (match === null) return undefined;
  const [, digits = '', unit = ''] = match;
  const exact = EXACT_UNITS[unit];
  if (exact !== undefined) return { type: 'exact', ms: Number(digits) * exact };
  return { type: 'calendar', months: Number(digits) * (CALENDAR_UNITS[unit] ?? 1) };
}

/** The most time the duration can take, whatever the calendar and the clock changes. */
export function longestMs(duration: Duration): number {
  if (duration.type === 'exact') return duration.ms;
  if (duration.months === 0) return 0;
  // twelve months in a row are never longer than a leap year; the hour is a clock change
  const years = Math.floor(duration.months / 12);
  return (years * 366 + (duration.months % 12) * 31) * DAY + HOUR;
}
