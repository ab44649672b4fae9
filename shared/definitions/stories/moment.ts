import { parseDuration } from '../../duration.ts';
import type { Calendar } from '../../segments/values/calendar.ts';
import { isDateText, toInstant } from '../../segments/values/instant.ts';

export const A_MOMENT =
  'time after the start, such as 0m, 90d or 89d 23h 59m, or an ISO 8601 date or time such as 2026-03-01T10:00';

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
  { name: 'ms', ms: 1 },
] as const;

export function isMoment(text: string): boolean {
  const isTime = text.split(' ').every((part) => parseDuration(part) !== undefined);
  return isTime || isDateText(text);
}

/** The instant that a moment of a story names; a time without an offset is the time zone's. */
export function instantOf(
  moment: string,
  { start, calendar }: { start: number; calendar: Calendar },
): number {
  const instant = toInstant(moment, calendar);
  if (instant !== undefined) return instant;
  const durations = moment.split(' ').map(parseDuration);
  return durations.reduce((at, duration) => (duration ? calendar.add(at, duration) : at), start);
}

/** Time after the start as a story writes it: `89d 23h`. */
export function sinceStart(ms: number): string {
  let rest = Math.abs(ms);
  const parts = UNITS.flatMap((unit) => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return count > 0 ? [`${count}${unit.name}`] : [];
  });
  return `${ms < 0 ? '-' : ''}${parts.join(' ') || '0m'}`;
}
