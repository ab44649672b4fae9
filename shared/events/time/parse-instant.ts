const ISO =
  /^(?<year>\d{4}|[+-]\d{6})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?<zone>Z|[+-]\d\d:?\d\d)$/;

// what SDKs send; every month has 28 days, so for these the runtime's own parser is as strict and several times faster
const USUAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const LARGEST_SECONDS = 1e11; // as seconds the year 5138, as milliseconds 1973

/** Epoch milliseconds of strict ISO 8601 with a zone, or of epoch seconds or milliseconds; undefined for anything else. */
export function parseInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return inRange(Math.abs(value) < LARGEST_SECONDS ? value * 1_000 : value);
  if (typeof value !== 'string') return undefined;
  if (USUAL.test(value)) return Date.parse(value);
  const parts = ISO.exec(value)?.groups;
  return parts === undefined ? undefined : instantOf(parts);
}

function instantOf(parts: Readonly<Record<string, string>>): number | undefined {
  const { year, month, day, hour, minute, second = '0', fraction = '0', zone } = parts;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (year === '-000000' || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return undefined;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  // a leap second ends an hour; it becomes the first instant of the next
  if (hours > 23 || minutes > 59 || seconds > (minutes === 59 ? 60 : 59)) return undefined;
  const offset = offsetMinutes(zone ?? 'Z');
  if (offset === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d); // Date.UTC would take the years 0 to 99 for 1900 to 1999
  date.setUTCHours(hours, minutes - offset, seconds, Number(fraction.padEnd(3, '0').slice(0, 3)));
  return inRange(date.getTime());
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function inRange(milliseconds: number): number | undefined {
  const time = new Date(milliseconds).getTime();
  return Number.isNaN(time) ? undefined : time;
}
