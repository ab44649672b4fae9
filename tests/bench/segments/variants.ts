import type { LiveSegment } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';
import { segments } from '../processor/segments.ts';

type Where = Readonly<Record<string, unknown>>;

const LONGER_BY_DAYS = [0, 1, 7, 30, 60];
const MOST_DAYS = 395;

/** So many segments: the fifty, and variants of them with other windows and bounds over the same events. */
export function variants(count: number): LiveSegment[] {
  return Array.from({ length: count }, (_, index) => {
    const where = vary(segments[index % segments.length]?.where ?? {}, Math.floor(index / segments.length));
    return { segment: parseSegment({ id: `rule-${index}`, where }).segment, since: 1 };
  });
}

function vary(where: Where, round: number): Where {
  if (where.all) return { all: (where.all as Where[]).map((part) => vary(part, round)) }; // the rules are ours
  if (where.any) return { any: (where.any as Where[]).map((part) => vary(part, round)) }; // as above
  if (where.not) return { not: vary(where.not as Where, round) }; // as above
  if (where.event === undefined || round === 0) return where;
  return { ...where, ...varyWindow(where.within, round), ...varyBounds(where, round % 7) };
}

function varyWindow(within: unknown, round: number): Where {
  if (within === undefined) return {};
  const days = Number.parseInt(String(within), 10) + (LONGER_BY_DAYS[round % 5] ?? 0);
  return { within: `${Math.min(days, MOST_DAYS)}d` };
}

function varyBounds({ count, sum }: Where, more: number): Where {
  if (count) return { count: raise(count, more) };
  return sum ? { sum: raise(sum, more) } : {};
}

function raise(bounds: object, more: number): object {
  const raised = Object.entries(bounds).map(([name, bound]) => [name, raiseBound(bound, more)]);
  return Object.fromEntries(raised);
}

function raiseBound(bound: unknown, more: number): unknown {
  if (Array.isArray(bound)) return bound.map((one) => raiseBound(one, more));
  return typeof bound === 'number' ? bound + more : bound;
}
