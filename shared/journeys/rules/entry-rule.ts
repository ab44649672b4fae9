import * as z from 'zod';
import { child, isRecord, parseValue, refuse, requireKnownKeys, shown } from '../../segments/refusal.ts';
import { parseObject } from '../../segments/standing/parse-object.ts';
import { parsePause } from './duration-rule.ts';
import { type EntrySegment, entrySegmentSchema } from './entry-segment.ts';
import { type EventRule, parseEventRule } from './event-rule.ts';

/** Whether somebody who was in already may enter again. */
export type Reentry = 'never' | 'always' | { readonly after: string };

/** Who of those whom it concerns gets in. */
type Admission = {
  readonly reentry: Reentry;
  /** segments whose members stay out */
  readonly exclude?: readonly string[] | undefined;
};
export type SegmentEntry = Admission & { readonly segment: string; readonly on: 'enter' | 'exit' };
export type EventEntry = Admission & EventRule & { readonly in?: EntrySegment };
/** What lets a profile in. */
export type EntryRule = SegmentEntry | EventEntry;

type Parse = (value: Readonly<Record<string, unknown>>, pointer: string) => EntryRule;

const A_REENTRY = '`never`, `always` or an object with `after`';
const A_SEGMENT = 'the id of a segment';
const EXCLUDED = 'a list of 1 to 20 different ids of segments';

const aSegment = z.string({ error: A_SEGMENT }).min(1, A_SEGMENT).max(64, A_SEGMENT);
const segmentSchema = z.object({
  segment: aSegment,
  on: z.enum(['enter', 'exit'], { error: '`enter` or `exit`' }),
});
const excludeSchema = z
  .array(aSegment, { error: EXCLUDED })
  .min(1, EXCLUDED)
  .max(20, EXCLUDED)
  .refine((ids) => new Set(ids).size === ids.length, { error: EXCLUDED });

// what every kind of entry may say
const admissionKeys = ['reentry', 'exclude'] as const;

/** Every kind of entry, by the key that names it. */
const kinds: Readonly<Record<'segment' | 'event', Parse>> = { segment: parseSegment, event: parseEvent };
const kindNames = ['segment', 'event'] as const satisfies readonly (keyof typeof kinds)[];

export function parseEntry(value: unknown, pointer: string): EntryRule {
  if (value === undefined) refuseMissing(pointer);
  if (!isRecord(value)) {
    refuse(`an entry must be an object, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer,
      allowed: kindNames,
    });
  }
  const [name, second] = kindNames.filter((kind) => Object.hasOwn(value, kind));
  if (second !== undefined) {
    refuse('a journey has one entry, got `segment` and `event`', {
      code: 'several_entries',
      pointer,
      allowed: kindNames,
    });
  }
  if (name !== undefined) return kinds[name](value, pointer);
  requireKnownKeys(value, { pointer, known: [...kindNames, 'on', 'where', 'in', ...admissionKeys] });
  return refuseMissing(pointer);
}

function parseSegment(value: Readonly<Record<string, unknown>>, pointer: string): SegmentEntry {
  requireKnownKeys(value, { pointer, known: ['segment', 'on', ...admissionKeys] });
  const { segment, on } = parseValue(segmentSchema, value, { pointer, name: 'entry' });
  return { segment, on, ...parseAdmission(value, 'never', pointer) };
}

function parseEvent(value: Readonly<Record<string, unknown>>, pointer: string): EventEntry {
  return {
    ...parseEventRule(value, pointer, ['in', ...admissionKeys]),
    ...(value.in !== undefined && { in: parseObject(entrySegmentSchema, value.in, { pointer, name: 'in' }) }),
    ...parseAdmission(value, 'always', pointer),
  };
}

function parseAdmission(
  { reentry: again, exclude }: Readonly<Record<string, unknown>>,
  usual: Reentry,
  pointer: string,
): Admission {
  const reentry = parseReentry(again ?? usual, child(pointer, 'reentry'));
  if (exclude === undefined) return { reentry };
  const place = { pointer: child(pointer, 'exclude'), name: 'exclude' };
  return { reentry, exclude: parseValue(excludeSchema, exclude, place) };
}

function parseReentry(value: unknown, pointer: string): Reentry {
  if (value === 'never' || value === 'always') return value;
  if (!isRecord(value)) {
    refuse(`\`reentry\` must be ${A_REENTRY}, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer,
      allowed: A_REENTRY,
    });
  }
  requireKnownKeys(value, { pointer, known: ['after'] });
  return { after: parsePause(value.after, { pointer: child(pointer, 'after'), name: 'after' }) };
}

function refuseMissing(pointer: string): never {
  refuse('a journey needs an entry by `segment` or by `event`, got none', {
    code: 'missing_entry',
    pointer,
    allowed: kindNames,
  });
}
