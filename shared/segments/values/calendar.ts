import type { Duration } from '../../duration.ts';

const DAY = 86_400_000;
// formatting takes microseconds, so the offset of a day is kept; this many days are a few hundred kilobytes
const MOST_OFFSETS = 10_000;
const WALL = /^(\d+)-(\d+)-(\d+),? (\d+):(\d+):(\d+)$/;

export type CalendarDate = { readonly year: number; readonly month: number; readonly day: number };

/** Dates and clock times of one time zone. */
export type Calendar = {
  readonly timezone: string;
  dateAt(instant: number): CalendarDate;
  startOf(date: CalendarDate): number;
  /** The instant at which the zone's clocks show this wall time, given as if it were UTC. */
  instantOf(wall: number): number;
  add(instant: number, duration: Duration): number;
  subtract(instant: number, duration: Duration): number;
};

export function calendarIn(timezone: string): Calendar {
  const wallAt = timezone === 'UTC' ? (instant: number) => instant : wallClock(timezone);
  const instantOf = (wall: number) => resolveWall(wall, wallAt);
  const shift = (instant: number, months: number) => instantOf(addMonths(wallAt(instant), months));
  return {
    timezone,
    instantOf,
    dateAt: (instant) => dateOf(wallAt(instant)),
    startOf: (date) => instantOf(wallOf(date)),
    add: (instant, duration) =>
      duration.type === 'exact' ? instant + duration.ms : shift(instant, duration.months),
    subtract: (instant, duration) =>
      duration.type === 'exact' ? instant - duration.ms : shift(instant, -duration.months),
  };
}

export function daysIn(year: number, month: number): number {
  return dateOf(wallOf({ year, month: month + 1, day: 0 })).day;
}

/** The date some days on; negative: before. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOf(wallOf(date) + days * DAY);
}

/** The same day some years on; February 29 becomes the 28th when there is none. */
export function addYears({ year, month, day }: CalendarDate, years: number): CalendarDate {
  return { year: year + years, month, day: Math.min(day, daysIn(year + years, month)) };
}

// Date.UTC would read the years 0 to 99 as 1900 to 1999
function wallOf({ year, month, day }: CalendarDate): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function dateOf(wall: number): CalendarDate {
  const date = new Date(wall);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function addMonths(wall: number, months: number): number {
  const { year, month, day } = dateOf(wall);
  const first = dateOf(wallOf({ year, month: month + months, day: 1 }));
  const clamped = { ...first, day: Math.min(day, daysIn(first.year, first.month)) };
  return wallOf(clamped) + (wall - wallOf({ year, month, day }));
}

/** Clock times skipped in spring move on by the gap, repeated ones in autumn are the first of the two. */
function resolveWall(wall: number, wallAt: (instant: number) => number): number {
  const before = wallAt(wall - DAY) - (wall - DAY);
  const after = wallAt(wall + DAY) - (wall + DAY);
  const fits = [wall - before, wall - after].filter((instant) => wallAt(instant) === wall);
  return fits.length === 0 ? wall - before : Math.min(...fits);
}

/** What the zone's clocks show, as if it were UTC. */
function wallClock(timezone: string): (instant: number) => number {
  const wallAt = formattedClock(timezone);
  const offsets = new Map<number, number>();
  const offsetOn = (day: number) => {
    const offset = wallAt(day * DAY) - day * DAY;
    return wallAt((day + 1) * DAY) - (day + 1) * DAY === offset ? offset : Number.NaN;
  };
  return (instant) => {
    const day = Math.floor(instant / DAY);
    const offset = offsets.get(day) ?? offsetOn(day);
    if (offsets.size >= MOST_OFFSETS) offsets.clear();
    offsets.set(day, offset);
    // not a number: the clocks change that day
    return Number.isNaN(offset) ? wallAt(instant) : instant + offset;
  };
}

function formattedClock(timezone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (instant) => {
    const [, year, month, day, hour, minute, second] = (WALL.exec(format.format(instant)) ?? []).map(Number);
    const midnight = wallOf({ year: year ?? 0, month: month ?? 1, day: day ?? 1 });
    const milliseconds = ((instant % 1000) + 1000) % 1000;
    return midnight + (((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (second ?? 0)) * 1000 + milliseconds;
  };
}
