import { naiveAdd } from './naive-calendar.ts';
import { type NaiveFilters, type NaiveHistory, type NaivePeriod, naiveMatching } from './naive-counted.ts';

type Step = { event: string; where?: NaiveFilters; within?: string };

export type NaiveSequence = NaivePeriod & { sequence?: readonly Step[]; without?: Step };

/** Whether some first event leads, step by step, to a last one, and nothing came since that must not. */
export function naiveSequence(rule: NaiveSequence, history: NaiveHistory, now: number): boolean {
  const { since, until, between } = rule;
  const instants = ({ event, where = [] }: Step, within?: string) => {
    const period = Object.entries({ within, since, until, between }).filter(
      ([, value]) => value !== undefined,
    );
    return naiveMatching({ ...Object.fromEntries(period), event, where }, history, now).map(({ at }) => at);
  };
  const [first, ...others] = rule.sequence ?? [];
  if (first === undefined) return false;
  const unwanted = rule.without
    ? naiveMatching({ event: rule.without.event, where: rule.without.where ?? [] }, history, now)
    : [];
  return instants(first, rule.within)
    .filter((start) => unwanted.every(({ at }) => at <= start))
    .some((start) => {
      let reached = [start];
      for (const step of others) {
        const isNext = (at: number) =>
          reached.some(
            (before) =>
              at > before &&
              (!step.within || at < naiveAdd(before, step.within, { timezone: history.timezone })),
          );
        reached = instants(step).filter(isNext);
      }
      return reached.length > 0;
    });
}
