import { askableIn } from '../../definitions/live-rules.ts';
import { RETENTION_DAYS } from '../../duration.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { prepareEvent, seenIdOf } from '../../fold/prepare-event.ts';
import { didYouMean } from '../../nearest.ts';
import { requireMembers } from '../../segments/standing/bind-segment.ts';
import type { Person } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';
import type { Explanation, Question } from '../timeline/explanation.ts';
import { explainSegment } from './explain-segment.ts';
import { personAt } from './person-at.ts';
import { mayExplainSegment, takeApart } from './take-apart.ts';

const RETENTION_MS = RETENTION_DAYS * 86_400_000;

/** Why somebody is in a segment or not: now as the profile has it, or at an instant past by what had come until then. */
export function aboutSegment(question: Question, at: string | undefined): Explanation {
  const { asked, rules, now, identityKey } = question;
  const live = rules.segments.find(({ segment }) => segment.id === asked);
  if (live === undefined) {
    const known = rules.segments.map(({ segment }) => segment.id);
    throw new NotFoundError(`there is no segment \`${asked}\`${didYouMean(asked, known)}`);
  }
  requireMembers(live.segment);
  const segment = takeApart(live.segment, askableIn(rules));
  const past = at === undefined ? undefined : pastInstant(at, now);
  const explain = (person: Person, events: readonly TimelineEvent[], instant: number) => {
    const messageOf = (event: TimelineEvent) => seenIdOf(event, identityKey);
    const where = explainSegment(segment, { person, events, at: instant, messageOf });
    return { at: new Date(instant).toISOString(), holds: where.holds, flipsAt: where.flipsAt, where };
  };
  if (past !== undefined)
    return {
      isWanted: ({ receivedAt }) => Date.parse(receivedAt) <= past,
      from: (events) => explain(personThen(question, events, past), events, past),
    };
  return {
    isWanted: mayExplainSegment(segment, question.person),
    from: async (events) => {
      const person = await question.bringUp();
      return explain(person, events, Math.max(now, person.profile.evaluatedAt));
    },
  };
}

function personThen(
  { person, rules, identityKey }: Question,
  events: readonly TimelineEvent[],
  past: number,
): Person {
  const prepared = events
    .toReversed()
    .flatMap((event) => prepareEvent(event, { identityKey, rules: rules.rules }) ?? []);
  const then = personAt({ person, events: prepared }, { ...rules, now: past });
  if (then === undefined)
    throw new NotFoundError('the timeline holds nothing of this profile that had come by then');
  return then;
}

function pastInstant(at: string, now: number): number {
  const instant = Date.parse(at);
  if (instant <= now && instant >= now - RETENTION_MS) return instant;
  throw new InvalidInputError(
    'invalid_query',
    `\`at\` must be an instant that the timeline keeps, got \`${at}\``,
    {
      allowed: { from: new Date(now - RETENTION_MS).toISOString(), to: new Date(now).toISOString() },
    },
  );
}
