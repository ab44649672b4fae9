import { type Calendar, type CalendarDate, daysIn } from './calendar.ts';

// without flags, which a JSON Schema has no place for
export const DATE_TEXT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d\d:?\d\d)?)?$/;

// the years 100 to 9999: beyond them calendars and formats disagree
const EARLIEST = Date.UTC(100, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

type DateText = {
  readonly date: CalendarDate;
  readonly timeMs: number;
  readonly offsetMs: number | undefined;
};

/**
 * The instant a value names: an ISO 8601 date or time, or epoch milliseconds.
 * What says no offset is meant in the workspace's time zone.
 */
export function toInstant(value: unknown, calendar: Calendar): number | undefined {
  if (typeof value === 'number') return value >= EARLIEST && value <= LATEST ? value : undefined;
  const text = readDateText(value);
  if (text === undefined) return undefined;
  if (text.offsetMs !== undefined) return midnightUtc(text.date) + text.timeMs - text.offsetMs;
  if (text.timeMs === 0) return calendar.startOf(text.date);
  return calendar.instantOf(midnightUtc(text.date) + text.timeMs);
}

/** The day a value names: as written, or for an instant the day it falls on in the workspace's time zone. */
export function toDate(value: unknown, calendar: Calendar): CalendarDate | undefined {
  const text = readDateText(value);
  if (text !== undefined && text.offsetMs === undefined) return text.date;
  const instant = toInstant(value, calendar);
  return instant === undefined ? undefined : calendar.dateAt(instant);
}

export function isDateText(value: unknown): value is string {
  return readDateText(value) !== undefined;
}

function readDateText(value: unknown): DateText | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const match = DATE_TEXT.exec(value);
  if (match === null) return undefined;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '0', offset] = match;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (!isDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Math.min(Number(second), 59);
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  const offsetMs = offset === undefined ? undefined : toOffsetMs(offset);
  return { date, timeMs: seconds * 1000 + milliseconds, offsetMs };
}

function isDate({ year, month, day }: CalendarDate): boolean {
  return year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function toOffsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

function midnightUtc({ year, month, day }: CalendarDate): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
