import type { Facts } from '../compile.ts';
import type { Calendar } from '../values/calendar.ts';
import { durationOf } from '../values/expected.ts';
import { windowOf } from '../windows/event-window.ts';
import { rowsOf, type Tally } from '../windows/tally.ts';
import type { WindowSpec } from '../windows/window.ts';
import { type Quintiles, type Scores, scoresOf } from './scores.ts';
import { givenQuintiles, type RfmSettings } from './settings.ts';

/** What is in force: the settings, since which definitions number, and the quintiles once they are known. */
export type LiveRfm = {
  readonly settings: RfmSettings;
  readonly since: number;
  /** as they were found; what the settings give stands in for them */
  readonly quintiles: Quintiles | undefined;
  /** the definitions number at which either changed last */
  readonly changed: number;
};

/** Scores, and the instant from which they may be others if nothing happens; undefined: never. Who bought nothing has none. */
export type ScoreSpell = { readonly value: Scores | undefined; readonly until: number | undefined };

export type CompiledRfm = Pick<LiveRfm, 'changed'> & {
  /** names the window that purchases are kept in */
  readonly key: string;
  /** all that counts at the instant as one, dated to the last */
  boughtAt(facts: Purchases, now: number): Tally | undefined;
  /** the scores from `now` on, one spell after the other; only as far as somebody looks */
  course(facts: Purchases, now: number): Iterable<ScoreSpell>;
};

type Purchases = Pick<Facts, 'windows'>;

export function compileRfm(
  { settings, quintiles = givenQuintiles(settings), changed }: Omit<LiveRfm, 'since'>,
  { calendar, keep }: { calendar: Calendar; keep(window: Omit<WindowSpec, 'since'>): void },
): CompiledRfm {
  const spec = windowOf(settings, calendar);
  keep(spec);
  const within = settings.within === undefined ? undefined : durationOf(settings.within);
  const endOf = ({ at }: Tally) => (within === undefined ? Infinity : calendar.add(at, within));
  const bought = (facts: Purchases) => rowsOf(facts.windows.get(spec.key));
  return {
    changed,
    key: spec.key,
    boughtAt: (facts, now) => total(bought(facts), endOf, now),
    course: (facts, now) =>
      quintiles === undefined
        ? [{ value: undefined, until: undefined }]
        : courseOf(bought(facts), { endOf, quintiles }, now),
  };
}

type Course = { readonly endOf: (tally: Tally) => number; readonly quintiles: Quintiles };

function* courseOf(
  purchases: readonly Tally[],
  { endOf, quintiles }: Course,
  now: number,
): Generator<ScoreSpell> {
  // before the last purchase that is known of by then, none decides how long ago it was
  const last = purchases.findLastIndex(({ at }) => at <= now);
  const slips = purchases
    .slice(Math.max(last, 0))
    .flatMap(({ at }) => quintiles.recency.map((age) => at + age));
  const changes = [...purchases.map(({ at }) => at), ...purchases.map(endOf), ...slips];
  const later = [...new Set(changes)].filter((at) => at > now && at < Infinity).sort((a, b) => a - b);
  const starts = [now, ...later];
  for (const [index, start] of starts.entries()) {
    const bought = total(purchases, endOf, start);
    yield { value: bought && scoresOf(bought, quintiles, start), until: starts[index + 1] };
  }
}

/** What counts from its own instant until its end, exclusive. */
function total(purchases: readonly Tally[], endOf: (tally: Tally) => number, now: number): Tally | undefined {
  const counted = purchases.filter((purchase) => purchase.at <= now && now < endOf(purchase));
  const last = counted.at(-1);
  if (last === undefined) return undefined;
  const sumOf = (key: 'count' | 'sum') => counted.reduce((sum, purchase) => sum + purchase[key], 0);
  return { at: last.at, count: sumOf('count'), sum: sumOf('sum') };
}
