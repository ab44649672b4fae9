import * as z from 'zod';
import { LONGEST_PATH } from '../../segments/conditions/parts/comparison.ts';
import { literalSchema, type Values } from '../../segments/standing/parameters.ts';
import type { SegmentCondition } from '../../segments/standing/segment.ts';
import { pathReader } from '../../segments/values/property-path.ts';

const A_SEGMENT = 'the id of a segment';
const GIVEN = 'a value, a list of values or an object with `property`, one of the event';

const fromEvent = z.strictObject({ property: z.string().min(1).max(LONGEST_PATH) });

export const entrySegmentSchema = z.strictObject({
  segment: z.string({ error: A_SEGMENT }).min(1, A_SEGMENT).max(64, A_SEGMENT),
  with: z
    .record(z.string(), z.union([literalSchema, fromEvent], { error: GIVEN }), {
      error: 'an object with a value for each parameter',
    })
    .optional(),
});

/** A segment that whoever enters is in; its parameters are given their values here or by the event. */
export type EntrySegment = z.infer<typeof entrySegmentSchema>;

/** What it asks before there is an event: what the event will name is left open. */
export function openCondition({ segment, with: given = {} }: EntrySegment): Required<SegmentCondition> {
  const values = Object.entries(given).map(([name, value]) => [
    name,
    isFromEvent(value) ? { parameter: name } : value,
  ]);
  return { segment, with: Object.fromEntries(values) };
}

/** What it asks of whoever an event is about; undefined when the event does not name what it should. */
export function valuesFrom(
  { with: given = {} }: EntrySegment,
  properties: Readonly<Record<string, unknown>>,
): Values | undefined {
  const values = Object.entries(given).map(([name, value]) => [
    name,
    isFromEvent(value) ? pathReader(value.property)(properties) : value,
  ]);
  const named = z.record(z.string(), literalSchema).safeParse(Object.fromEntries(values));
  return named.success ? named.data : undefined;
}

function isFromEvent(value: unknown): value is z.infer<typeof fromEvent> {
  return fromEvent.safeParse(value).success;
}
