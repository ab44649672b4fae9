import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import { seenIdOf } from '../../shared/fold/prepare-event.ts';
import { identifiersOf } from '../../shared/identity/identifiers-of.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { aboutSegment } from '../../shared/profiles/memberships/about-segment.ts';
import type { Person } from '../../shared/profiles/profile.ts';
import type { TimelineEvent, TimelineReader } from '../../shared/profiles/profile-store.ts';
import { explainComputed, mayExplainComputed } from '../../shared/profiles/timeline/explain-computed.ts';
import { explainMerge, isDecidedBy, recordsAbout } from '../../shared/profiles/timeline/explain-merge.ts';
import { explainTrait, mayExplainTrait } from '../../shared/profiles/timeline/explain-trait.ts';
import type { Explanation, Question } from '../../shared/profiles/timeline/explanation.ts';
import { gatherEvidence } from '../../shared/profiles/timeline/gather-evidence.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';

export type ExplainPorts = {
  readonly timeline: TimelineReader;
  /** undefined when nobody has this profile id */
  findPerson(profileId: string): Promise<Person | undefined>;
  loadRules(): Promise<LiveRules>;
  loadIdentityKey(): Promise<IdentityKey>;
  /** somebody with what these rules ask for and their profile does not keep yet */
  bringUp(person: Person, to: { rules: LiveRules; now: number }): Promise<Person>;
};

const questions: Readonly<Record<string, (question: Question, query: AdminRequest['query']) => Explanation>> =
  {
    trait: aboutTrait,
    merge: aboutMerge,
    computed: aboutComputed,
    segment: (question, { at }) => aboutSegment(question, at),
  };

/** Which events made a trait, a merge, a computed trait or a membership, as far as the timeline still holds them. */
export const explainRoutes = (ports: ExplainPorts): AdminRoute[] => [
  { method: 'GET', path: '/admin/v1/profiles/{id}/explain', answer: (request) => explain(ports, request) },
];

async function explain(
  { timeline, findPerson, loadRules, loadIdentityKey, bringUp }: ExplainPorts,
  { parameters: { id = '' }, query, now: date }: AdminRequest,
): Promise<AdminAnswer> {
  const { question, asked, about } = questionIn(query);
  const [person, rules, identityKey] = await Promise.all([findPerson(id), loadRules(), loadIdentityKey()]);
  if (person === undefined) throw new NotFoundError('no profile has this id');
  const now = date.getTime();
  const { isWanted, from } = about(
    { asked, person, rules, identityKey, now, bringUp: () => bringUp(person, { rules, now }) },
    query,
  );
  const { events, readBackTo } = await gatherEvidence(timeline, person.profile.heads, isWanted);
  return { status: 200, body: { [question]: asked, ...(await from(events)), readBackTo } };
}

function questionIn(query: AdminRequest['query']) {
  const found = Object.entries(questions).flatMap(([question, about]) => {
    const asked = query[question];
    return asked ? [{ question, asked, about }] : [];
  });
  const [first, ...others] = found;
  if (first === undefined || others.length > 0)
    throw new InvalidInputError('invalid_query', `one thing is explained at a time, got ${found.length}`, {
      allowed: Object.keys(questions),
    });
  if (query.at !== undefined && first.question !== 'segment')
    throw new InvalidInputError('invalid_query', `\`at\` is asked of a segment, not of a ${first.question}`, {
      allowed: '`segment` beside `at`',
    });
  return first;
}

function aboutTrait({ asked, person, identityKey }: Question): Explanation {
  if (!asked.startsWith('/'))
    throw new InvalidInputError('invalid_query', `\`${asked}\` is no JSON pointer`, {
      allowed: 'a pointer like /plan or /address/city',
    });
  return {
    isWanted: (event) => mayExplainTrait(asked, event),
    from: (events) =>
      explainTrait(asked, {
        traits: person.cold.traits,
        events,
        messageOf: (event) => seenIdOf(event, identityKey),
      }),
  };
}

function aboutMerge({ asked, person, rules: { rules } }: Question): Explanation {
  const log = person.cold.mergeLog;
  const records = recordsAbout(asked, log);
  if (records.length === 0)
    throw new NotFoundError(`the merge log of this profile has nothing about \`${asked}\``);
  const sources = { log, identifiersOf: (event: TimelineEvent) => identifiersOf(event, rules) };
  return {
    isWanted: (event) => records.some((record) => isDecidedBy(record, event)),
    from: (events) => ({ items: records.map((record) => explainMerge(record, { ...sources, events })) }),
  };
}

function aboutComputed({ asked, person: { profile }, rules: { compiled }, now }: Question): Explanation {
  const trait = compiled.computed.get(asked);
  if (trait === undefined) throw new NotFoundError(`there is no computed trait \`${asked}\``);
  return {
    isWanted: (event) => mayExplainComputed(trait, event),
    from: (events) => explainComputed(trait, { profile, compiled, events }, now),
  };
}
