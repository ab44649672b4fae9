import { observeFact } from '../../../shared/profiles/observed.ts';
import { compileSegments, type Verdict } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';

/** What happened, when (ISO 8601), and its properties. */
export type Told = readonly [event: string, at: string, properties?: Record<string, unknown>];

/** The answer to a condition about somebody who did all that; instants as people write them. */
export function judged(
  where: unknown,
  told: readonly Told[],
  { at, timezone = 'UTC' }: { at: string; timezone?: string },
): { holds: boolean; flipsAt: string | undefined } {
  const { segment } = parseSegment({ id: 'tried', where });
  const compiled = compileSegments([{ segment, since: 1 }], { timezone });
  const observed = { windows: new Map(), accumulators: new Map() };
  for (const [name, when, properties = {}] of told)
    observeFact(observed, compiled, { name, at: Date.parse(when), properties });
  const [verdict]: (Verdict | undefined)[] = compiled.segments.map((one) =>
    one.evaluate({ traits: {}, ...observed }, Date.parse(at)),
  );
  if (verdict === undefined) throw new Error('a compiled segment has an answer');
  const { holds, flipsAt } = verdict;
  return { holds, flipsAt: flipsAt === undefined ? undefined : new Date(flipsAt).toISOString() };
}
