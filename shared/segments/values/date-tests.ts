import type { Duration } from '../../duration.ts';
import { during, NEVER, type Verdict } from '../verdict.ts';
import { addDays, addYears, type Calendar, type CalendarDate } from './calendar.ts';
import { toDate, toInstant } from './instant.ts';

/** A test whose answer changes with time alone. */
export type TimedTest = (actual: unknown, now: number) => Verdict;

/** From the date on, for the duration. */
export function withinLast(duration: Duration, calendar: Calendar): TimedTest {
  return (actual, now) => {
    const start = toInstant(actual, calendar);
    return start === undefined ? NEVER : during(start, calendar.add(start, duration), now);
  };
}

/** The duration before the date, until it comes. */
export function withinNext(duration: Duration, calendar: Calendar): TimedTest {
  return (actual, now) => {
    const end = toInstant(actual, calendar);
    return end === undefined ? NEVER : during(calendar.subtract(end, duration), end, now);
  };
}

/** The whole day that many days before the date comes round again; the date itself is not an anniversary. */
export function anniversary(daysBefore: number, calendar: Calendar): TimedTest {
  return (actual, now) => {
    const date = toDate(actual, calendar);
    if (date === undefined) return NEVER;
    const target = addDays(calendar.dateAt(now), daysBefore);
    const first = Math.max(1, target.year - date.year);
    for (let years = first; years <= first + 2; years++) {
      const day = addDays(addYears(date, years), -daysBefore);
      const [start, end] = [calendar.startOf(day), calendar.startOf(addDays(day, 1))];
      // a day the zone skipped has no length
      if (now < end && start < end) return during(start, end, now);
    }
    return NEVER;
  };
}

/** From the birthday that makes the lower age until the one that ends the upper. */
export function ageBetween([low, high]: readonly [number, number], calendar: Calendar): TimedTest {
  const birthday = (birth: CalendarDate, age: number) => calendar.startOf(addYears(birth, age));
  return (actual, now) => {
    const birth = toDate(actual, calendar);
    return birth === undefined ? NEVER : during(birthday(birth, low), birthday(birth, high + 1), now);
  };
}
