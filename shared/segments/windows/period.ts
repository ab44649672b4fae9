import { longestMs } from '../../duration.ts';
import { child, parseValue, refuse } from '../refusal.ts';
import { addDays, type Calendar, calendarIn } from '../values/calendar.ts';
import { date, datePair, durationOf } from '../values/expected.ts';
import { toDate, toInstant } from '../values/instant.ts';
import { parseWithin } from '../values/within.ts';
import { during, NEVER, type Stretch, type Verdict } from '../verdict.ts';

/** When something must have happened, in one of three forms; whenever it was without any. */
export type Period = {
  /** so long ago at most */
  readonly within?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly between?: readonly [string, string] | undefined;
};

type Form = { readonly form: string; parse(value: unknown, pointer: string): unknown };

const DAY_TEXT = /^\d{4}-\d\d-\d\d$/;
const FORMS = '`within`, `since` and `until`, or `between`';

const parts: Readonly<Record<keyof Period, Form>> = {
  within: { form: 'rolling', parse: parseWithin },
  since: { form: 'open', parse: (value, pointer) => parseValue(date, value, { pointer, name: 'since' }) },
  until: { form: 'open', parse: (value, pointer) => parseValue(date, value, { pointer, name: 'until' }) },
  between: {
    form: 'closed',
    parse: (value, pointer) => parseValue(datePair, value, { pointer, name: 'between' }),
  },
};

export const periodKeys = Object.keys(parts) as (keyof Period)[]; // Object.keys forgets the key type

/** What a definition says about when. */
export function parsePeriod(value: Readonly<Record<string, unknown>>, pointer: string): Period {
  const names = periodKeys.filter((name) => value[name] !== undefined);
  const other = names.find((name) => parts[name].form !== parts[names[0] ?? name].form);
  if (other !== undefined) {
    refuse(`when is said in one form, got \`${names[0]}\` and \`${other}\``, {
      code: 'several_operators',
      pointer: child(pointer, other),
      allowed: FORMS,
    });
  }
  const parsed = names.map((name) => [name, parts[name].parse(value[name], child(pointer, name))]);
  const period: Period = Object.fromEntries(parsed);
  requireLength(period, pointer);
  return period;
}

/** The stretch that is named by dates, each meant in the calendar's zone; a day that ends it is part of it. */
export function stretchOf({ since, until, between }: Period, calendar: Calendar): Stretch {
  const [first = since, last = until] = between ?? [];
  return {
    from: (first === undefined ? undefined : toInstant(first, calendar)) ?? Number.NEGATIVE_INFINITY,
    until: (last === undefined ? undefined : endOf(last, calendar)) ?? Number.POSITIVE_INFINITY,
  };
}

/** Whether something that happened at the instant did so in the period; `now` decides how long ago that is. */
export function periodTest(period: Period, calendar: Calendar): (at: number, now: number) => Verdict {
  const { from, until } = stretchOf(period, calendar);
  const within = period.within === undefined ? undefined : durationOf(period.within);
  return (at, now) => {
    if (at < from || at >= until) return NEVER;
    return during(at, within === undefined ? Infinity : calendar.add(at, within), now);
  };
}

/** Whether it reaches back for ever. */
export function isOpenEnded({ within, since, between }: Period): boolean {
  return within === undefined && since === undefined && between === undefined;
}

/** Whether one time is at least as long as the other, whatever the calendar says. */
export function isNeverLess(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [duration, limit] = [durationOf(one), durationOf(other)];
  return duration.type === 'exact' && duration.ms >= longestMs(limit);
}

function endOf(text: string, calendar: Calendar): number | undefined {
  const day = DAY_TEXT.test(text) ? toDate(text, calendar) : undefined;
  return day === undefined ? toInstant(text, calendar) : calendar.startOf(addDays(day, 1));
}

function requireLength(period: Period, pointer: string): void {
  const { from, until } = stretchOf(period, calendarIn('UTC'));
  if (from < until) return;
  const name = period.between === undefined ? 'until' : 'between';
  refuse(`\`${name}\` must end after it begins`, {
    code: 'invalid_value',
    pointer: child(pointer, name),
    allowed: 'a later date',
  });
}
