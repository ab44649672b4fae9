import { InvalidInputError } from '../../errors.ts';
import type { EventSource } from '../../events/arrival.ts';
import { normaliseEvent } from '../../events/normalise-event.ts';
import { prepareEvent } from '../../fold/prepare-event.ts';
import type { PreparedEvent } from '../../fold/world.ts';
import { didYouMean } from '../../nearest.ts';
import { listEvent } from '../list-upload.ts';
import { parseFields, pointerOf } from '../parse-fields.ts';
import { instantOf } from './moment.ts';
import { IDENTITY_KEY, type Stage, TRUSTED_SERVER, UPLOAD } from './stage.ts';
import {
  expectations,
  type Given,
  isVerb,
  type StoryFile,
  storyFileSchema,
  type Verb,
  verbs,
} from './story-file.ts';

/** One thing that must have come of a story; `at` undefined: at any time. Instants are epoch ms. */
export type Expectation = { readonly verb: Verb; readonly of: string; readonly at: number | undefined };

/** Events and the instants at which they arrive, and what must come of them. */
export type Story = {
  readonly name: string;
  readonly start: number;
  readonly given: readonly { readonly at: number; readonly event: PreparedEvent }[];
  readonly expect: readonly Expectation[];
};

type Arrival = Story['given'][number];
type Event = Parameters<typeof prepareEvent>[0];
type GivenEvent = Omit<Given, 'list'>;
type Expected = StoryFile['tests'][number]['expect'][number];
type Place = { readonly pointer: string; readonly stage: Stage; readonly start: number };

// whoever tells no other tale: one person
const SOMEONE = 'the-person';
// a Monday; no clock changes for months
const START = '2026-06-01T10:00';

/** The stories of one file; anything that cannot be played is refused with its pointer. */
export function parseStories(value: unknown, stage: Stage): readonly Story[] {
  const { tests } = parseFields(storyFileSchema, value);
  return tests.map(({ name, start: from = START, given, expect }, index) => {
    const start = instantOf(from, { start: 0, calendar: stage.calendar });
    const at = (...path: (string | number)[]): Place => ({
      pointer: pointerOf(['tests', index, ...path]),
      stage,
      start,
    });
    return {
      name,
      start,
      given: given.map(({ list, ...one }, place) =>
        list === undefined ? parseGiven(one, at('given', place)) : parseListed(list, one, at('given', place)),
      ),
      expect: expect.map((one, place) => parseExpected(one, at('expect', place))),
    };
  });
}

function parseListed(list: string, { at, userId = SOMEONE, ...more }: GivenEvent, place: Place): Arrival {
  const { stage, start, pointer } = place;
  const [stranger] = Object.keys(more);
  if (stranger !== undefined)
    throw new InvalidInputError('invalid_value', `\`list\` is no event, got \`${stranger}\` beside it`, {
      pointer: `${pointer}/${stranger}`,
      allowed: ['at', 'list', 'userId'],
    });
  if (!stage.lists.includes(list))
    refuseName({ what: 'list', id: list, pointer: `${pointer}/list`, known: stage.lists });
  const arrives = instantOf(at, { start, calendar: stage.calendar });
  const told = { list, upload: UPLOAD, at: new Date(arrives).toISOString() };
  return { at: arrives, event: preparedOf(listEvent({ userId }, told), place) };
}

function parseGiven({ at, timestamp, source, ...given }: GivenEvent, place: Place): Arrival {
  const { stage, start, pointer } = place;
  const arrives = instantOf(at, { start, calendar: stage.calendar });
  const happened =
    timestamp === undefined ? arrives : instantOf(timestamp, { start, calendar: stage.calendar });
  const isAboutSomeone = given.userId !== undefined || given.anonymousId !== undefined;
  const item = {
    ...(isAboutSomeone ? {} : { userId: SOMEONE }),
    type: given.type ?? (given.event === undefined && given.traits !== undefined ? 'identify' : 'track'),
    ...given,
    timestamp: new Date(happened).toISOString(),
  };
  const arrival = {
    source: source === undefined ? TRUSTED_SERVER : sourceNamed(source, place),
    identityKey: IDENTITY_KEY,
    receivedAt: new Date(arrives).toISOString(),
    envelope: { context: undefined, sentAt: undefined },
    bodyBytes: 0,
  };
  const outcome = normaliseEvent(item, arrival, pointer);
  if (outcome.status === 'rejected')
    throw new InvalidInputError(outcome.complaint.code, outcome.complaint.message, { pointer });
  const event = outcome.status === 'accepted' ? outcome.event : undefined;
  return { at: arrives, event: preparedOf(event, place) };
}

function preparedOf(event: Event | undefined, { stage, pointer }: Place): PreparedEvent {
  const prepared = event && prepareEvent(event, { identityKey: IDENTITY_KEY, rules: stage.rules.rules });
  if (prepared !== undefined) return prepared;
  throw new InvalidInputError('nobody', 'nothing in this event names a person whose profile could be kept', {
    pointer,
  });
}

function sourceNamed(id: string, { stage, pointer }: Place): EventSource {
  const source = stage.sources.get(id);
  return (
    source ??
    refuseName({ what: 'source', id, pointer: `${pointer}/source`, known: [...stage.sources.keys()] })
  );
}

function parseExpected(expected: Expected, { stage, start, pointer }: Place): Expectation {
  const [verb, second] = Object.keys(expected).filter(isVerb);
  if (verb === undefined || second !== undefined) {
    const got = verb === undefined ? 'nothing' : `\`${verb}\` and \`${second}\``;
    throw new InvalidInputError('invalid_value', `an expectation says one thing, got ${got}`, {
      pointer,
      allowed: verbs,
    });
  }
  const { of: kind, at: need } = expectations[verb];
  const of = expected[verb] ?? '';
  const known = { segment: stage.segments, template: [...stage.templates.keys()] }[kind];
  if (!known.includes(of)) refuseName({ what: kind, id: of, pointer: `${pointer}/${verb}`, known });
  if (need === 'required' && expected.at === undefined)
    throw new InvalidInputError('missing_field', `\`${verb}\` needs \`at\`: when`, { pointer });
  const at =
    expected.at === undefined ? undefined : instantOf(expected.at, { start, calendar: stage.calendar });
  return { verb, of, at };
}

type Name = { what: string; id: string; pointer: string; known: readonly string[] };

function refuseName({ what, id, pointer, known }: Name): never {
  throw new InvalidInputError(
    `unknown_${what}`,
    `this workspace has no ${what} \`${id}\`${didYouMean(id, known)}`,
    {
      pointer,
      allowed: known,
    },
  );
}
