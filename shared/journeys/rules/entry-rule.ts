import * as z from 'zod';
import { child, isRecord, parseValue, refuse, requireKnownKeys, shown } from '../../segments/refusal.ts';
import { parsePause } from './duration-rule.ts';
import { type EventRule, parseEventRule } from './event-rule.ts';

/** Whether somebody who was in already may enter again. */
export type Reentry = 'never' | 'always' | { readonly after: string };

export type SegmentEntry = {
  readonly segment: string;
  readonly on: 'enter' | 'exit';
  readonly reentry: Reentry;
};
export type EventEntry = EventRule & { readonly reentry: Reentry };
/** What lets a profile in. */
export type EntryRule = SegmentEntry | EventEntry;

type Parse = (value: Readonly<Record<string, unknown>>, pointer: string) => EntryRule;

const A_REENTRY = '`never`, `always` or an object with `after`';
const A_SEGMENT = 'the id of a segment';

const segmentSchema = z.object({
  segment: z.string({ error: A_SEGMENT }).min(1, A_SEGMENT).max(64, A_SEGMENT),
  on: z.enum(['enter', 'exit'], { error: '`enter` or `exit`' }),
});

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
  requireKnownKeys(value, { pointer, known: [...kindNames, 'on', 'where', 'reentry'] });
  return refuseMissing(pointer);
}

function parseSegment(value: Readonly<Record<string, unknown>>, pointer: string): SegmentEntry {
  requireKnownKeys(value, { pointer, known: ['segment', 'on', 'reentry'] });
  const { segment, on } = parseValue(segmentSchema, value, { pointer, name: 'entry' });
  return { segment, on, reentry: parseReentry(value.reentry ?? 'never', child(pointer, 'reentry')) };
}

function parseEvent(value: Readonly<Record<string, unknown>>, pointer: string): EventEntry {
  return {
    ...parseEventRule(value, pointer, ['reentry']),
    reentry: parseReentry(value.reentry ?? 'always', child(pointer, 'reentry')),
  };
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
