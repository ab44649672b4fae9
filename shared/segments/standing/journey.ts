import * as z from 'zod';
import type { JourneyPosition } from '../../journeys/entry.ts';
import type { TimelineEvent } from '../../profiles/profile-store.ts';
import type { ConditionKind } from '../conditions/condition-kind.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { child, parseValue, requireKnownKeys } from '../refusal.ts';
import { constantly } from '../verdict.ts';

/** Where somebody stands with a journey, by their latest run of it. */
const standings = {
  active: (position?: JourneyPosition) => position?.running === true,
  completed: (position?: JourneyPosition) => position?.completed === true,
  'never-entered': (position?: JourneyPosition) => position === undefined,
};
type Standing = keyof typeof standings;

const STANDINGS = Object.keys(standings).map((name) => `\`${name}\``);
const A_STANDING = `one of ${STANDINGS.join(', ')}`;
export const standingSchema = z.enum(['active', 'completed', 'never-entered'], { error: A_STANDING });

/** Being in a journey, having come to its end, or never having entered it. */
export type JourneyCondition = { readonly journey: string; readonly is: Standing };

const told: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => unknown>> = {
  'Journey Started': () => 'started',
  'Journey Ended': ({ status }) => status,
};

function saidOfRun({ event = '', properties = {} }: TimelineEvent, entryId: string | undefined): unknown {
  return entryId !== undefined && properties.entryId === entryId ? told[event]?.(properties) : undefined;
}

/** The latest run, and how often there was one. */
function shownRun({ running, completed, enteredAt, entries, entryId }: JourneyPosition) {
  const state = running ? 'active' : completed ? 'completed' : 'exited';
  return { state, entered: new Date(enteredAt).toISOString(), entries, entryId };
}

export const journey: ConditionKind<JourneyCondition> = {
  keys: ['journey', 'is'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: journey.keys });
    return {
      journey: parseName(value.journey, { pointer, name: 'journey' }),
      is: parseValue(standingSchema, value.is, { pointer: child(pointer, 'is'), name: 'is' }),
    };
  },
  compile: ({ journey, is }) => {
    const stands = standings[is];
    return ({ facts }) => constantly(stands(facts.journeys?.get(journey)));
  },
  subject: (condition, { journeys }) => {
    const position = journeys?.get(condition.journey);
    return { value: position && shownRun(position), saidBy: (event) => saidOfRun(event, position?.entryId) };
  },
  review: () => [],
  mentions: (condition, { pointer }) => [
    { kind: 'journey', id: condition.journey, pointer: child(pointer, 'journey') },
  ],
};
