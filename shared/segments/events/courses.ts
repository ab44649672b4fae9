import { compileMeasure } from '../../profiles/computed/compile-computed.ts';
import { type Course, judgeCourse, type Spell } from '../../profiles/computed/course.ts';
import type { MeasureName } from '../../profiles/computed/measures/index.ts';
import type { Facts } from '../compile.ts';
import type { Compilation, Predicate } from '../conditions/condition-kind.ts';
import type { TimedTest } from '../values/date-tests.ts';
import type { CountedEvents } from '../windows/event-window.ts';

/** Something that is measured of events, from some instant on. */
export type Reading = (facts: Facts, now: number) => Course;

/** Read as a computed trait would be. */
export function readingOf(name: MeasureName, counted: CountedEvents, compilation: Compilation): Reading {
  return compileMeasure(name, counted, compilation).course;
}

/** Whether what is read passes the test; only until when takes more than the first spell. */
export function judgeReading(read: Reading, test: TimedTest): Predicate {
  return {
    holds: (facts, now) => {
      const [spell] = read(facts, now);
      return test(spell?.value, now).holds;
    },
    judge: (evaluation, now) => judgeCourse(read(evaluation.facts, now), test, { evaluation, now }),
  };
}

export function* mapCourse(course: Course, map: (value: unknown) => unknown): Generator<Spell> {
  for (const { value, until } of course) yield { value: map(value), until };
}

/** What two courses make together, a spell for each change of either. */
export function* bothCourses(
  one: Course,
  other: Course,
  combine: (one: unknown, other: unknown) => unknown,
): Generator<Spell> {
  const [ones, others] = [one[Symbol.iterator](), other[Symbol.iterator]()];
  let [a, b] = [ones.next(), others.next()];
  while (!a.done && !b.done) {
    const until = Math.min(a.value.until ?? Infinity, b.value.until ?? Infinity);
    yield {
      value: combine(a.value.value, b.value.value),
      until: until === Infinity ? undefined : until,
    };
    const [isOver, isOtherOver] = [a.value.until === until, b.value.until === until];
    if (!isOver && !isOtherOver) return;
    if (isOver) a = ones.next();
    if (isOtherOver) b = others.next();
  }
}
