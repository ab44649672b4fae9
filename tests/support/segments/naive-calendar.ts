// dates and clock times for the naive evaluator, by trying every offset a zone ever had

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type NaiveDate = { year: number; month: number; day: number };

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, readonly number[]>();
const midnights = new Map<string, number>();
const walls = new Map<string, number>();

/** The clock of the zone, as if it were UTC. */
function wallAt(instant: number, timezone: string): number {
  const key = `${timezone} ${instant}`;
  const wall = walls.get(key) ?? formattedWall(instant, timezone);
  walls.set(key, wall);
  return wall;
}

function formattedWall(instant: number, timezone: string): number {
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timezone, format);
  const parts = format.formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const milliseconds = instant - Math.floor(instant / 1000) * 1000;
  const days = Date.UTC(part('year'), part('month') - 1, part('day'));
  return days + part('hour') * HOUR + part('minute') * 60_000 + part('second') * 1000 + milliseconds;
}

function offsetsOf(timezone: string): readonly number[] {
  const known = offsets.get(timezone);
  if (known !== undefined) return known;
  const found = new Set<number>();
  for (let at = Date.UTC(1900, 0, 1); at < Date.UTC(2060, 0, 1); at += 20 * DAY) {
    found.add(wallAt(at, timezone) - at);
  }
  offsets.set(timezone, [...found]);
  return [...found];
}

function instantOf(wall: number, timezone: string): number {
  const fits = offsetsOf(timezone)
    .map((offset) => wall - offset)
    .filter((instant) => wallAt(instant, timezone) === wall);
  // a skipped time is as long after the last one before the gap
  return fits.length > 0 ? Math.min(...fits) : instantOf(wall - 3 * HOUR, timezone) + 3 * HOUR;
}

export function naiveMidnight(date: NaiveDate, timezone: string): number {
  const key = `${timezone} ${date.year}-${date.month}-${date.day}`;
  const known = midnights.get(key);
  if (known !== undefined) return known;
  const instant = instantOf(Date.UTC(date.year, date.month - 1, date.day), timezone);
  midnights.set(key, instant);
  return instant;
}

/** Adds `7d`, `1mo` and the like, or with a sign of -1 goes back. */
export function naiveAdd(
  instant: number,
  duration: string,
  { timezone, sign = 1 }: { timezone: string; sign?: number },
): number {
  const amount = Number.parseInt(duration, 10) * sign;
  const unit = duration.replace(/\d+/, '');
  const exact = { m: 60_000, h: HOUR, d: DAY, w: 7 * DAY }[unit];
  if (exact !== undefined) return instant + amount * exact;
  const wall = new Date(wallAt(instant, timezone));
  const day = wall.getUTCDate();
  const moved = new Date(wall);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + amount * (unit === 'y' ? 12 : 1));
  moved.setUTCDate(Math.min(day, lastDayOf(moved.getUTCFullYear(), moved.getUTCMonth() + 1)));
  return instantOf(moved.getTime(), timezone);
}

function lastDayOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;
}

/** The day a trait names, and the instant. */
export function naiveDate(value: unknown, timezone: string): NaiveDate | undefined {
  if (typeof value === 'string' && value.length === 10) {
    const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
    return { year, month, day };
  }
  const instant = naiveInstant(value, timezone);
  if (instant === undefined) return undefined;
  const wall = new Date(wallAt(instant, timezone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

export function naiveInstant(value: unknown, timezone: string): number | undefined {
  if (typeof value === 'number') return value > 9e12 * 30 || value < -6e13 ? undefined : value;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  if (/(Z|[+-]\d\d:\d\d)$/.test(value)) return Date.parse(value);
  return instantOf(Date.parse(`${value.length === 10 ? `${value}T00:00` : value}Z`), timezone);
}

/** The date some years on, then some days back. */
export function naiveAnniversary(date: NaiveDate, years: number, daysBefore: number): NaiveDate {
  const year = date.year + years;
  const at = new Date(
    Date.UTC(year, date.month - 1, Math.min(date.day, lastDayOf(year, date.month))) - daysBefore * DAY,
  );
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

export function nextDay({ year, month, day }: NaiveDate): NaiveDate {
  return naiveAnniversary({ year, month, day }, 0, -1);
}

export function naiveDays(duration: string): number {
  return Number.parseInt(duration, 10) * (duration.endsWith('w') ? 7 : 1);
}
