import { type Filter, parseFilters, reviewFilters } from '../../conditions/parts/filter.ts';
import { child, isRecord, refuse, requireKnownKeys, shown } from '../../refusal.ts';
import { NEVER } from '../../verdict.ts';
import { isNeverLess, type Period, parsePeriod, periodKeys, periodTest } from '../../windows/period.ts';
import { bothCourses, judgeReading, readingOf } from '../courses.ts';
import type { Measure } from './measure.ts';

/** What must be so of the first or the last of the events: when it happened, and its properties. */
export type End = Period & { readonly where?: readonly Filter[] };

const keys = [...periodKeys, 'where'];
const AN_END = `an object with one of ${keys.join(', ')}`;

export function end(name: 'first' | 'last'): Measure<End> {
  return {
    parse,
    compile: ({ where = [], ...period }, condition, compilation) => {
      const passes = { ...condition, where: [...(condition.where ?? []), ...where] };
      const found = readingOf(name, condition, compilation);
      const passing = readingOf(name, passes, compilation);
      const happened = periodTest(period, compilation.calendar);
      return judgeReading(
        // it passes when it is the first, or last, of those that pass as well
        (facts, now) =>
          bothCourses(found(facts, now), passing(facts, now), (one, other) =>
            one === other ? one : undefined,
          ),
        (value, now) => (typeof value === 'string' ? happened(Date.parse(value), now) : NEVER),
      );
    },
    review: ({ where = [], within }, pointer, condition) => [
      ...reviewFilters(where, child(pointer, 'where')),
      ...(isNeverLess(within, condition.within)
        ? [
            `${child(pointer, 'within')}: no event counts longer than \`${condition.within}\`, so this says nothing more`,
          ]
        : []),
    ],
  };
}

function parse(value: unknown, { pointer, name }: { pointer: string; name: string }): End {
  if (!isRecord(value)) refuseShape(value, { pointer, name });
  requireKnownKeys(value, { pointer, known: keys });
  if (Object.keys(value).length === 0) refuseShape(value, { pointer, name });
  return {
    ...parsePeriod(value, pointer),
    ...(value.where !== undefined && { where: parseFilters(value.where, child(pointer, 'where')) }),
  };
}

function refuseShape(value: unknown, { pointer, name }: { pointer: string; name: string }): never {
  const got = isRecord(value) ? 'an empty one' : shown(value);
  refuse(`\`${name}\` must be ${AN_END}, got ${got}`, { code: 'invalid_value', pointer, allowed: AN_END });
}
