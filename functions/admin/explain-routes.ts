import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import { seenIdOf } from '../../shared/fold/prepare-event.ts';
import { identifiersOf } from '../../shared/identity/identifiers-of.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import type { TimelineEvent, TimelineReader } from '../../shared/profiles/profile-store.ts';
import { explainComputed, mayExplainComputed } from '../../shared/profiles/timeline/explain-computed.ts';
import { explainMerge, isDecidedBy, recordsAbout } from '../../shared/profiles/timeline/explain-merge.ts';
import { explainTrait, mayExplainTrait } from '../../shared/profiles/timeline/explain-trait.ts';
import { gatherEvidence } from '../../shared/profiles/timeline/gather-evidence.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';
import type { Person } from '../profiles/find-root.ts';

export type ExplainPorts = {
  readonly timeline: TimelineReader;
  /** undefined when nobody has this profile id */
  findPerson(profileId: string): Promise<Person | undefined>;
  loadRules(): Promise<LiveRules>;
  loadIdentityKey(): Promise<IdentityKey>;
};

type Subject = {
  readonly asked: string;
  readonly person: Person;
  readonly rules: LiveRules;
  readonly identityKey: IdentityKey;
  readonly now: number;
};

/** What events it takes to answer, and the answer from them. */
type Explanation = {
  isWanted(event: TimelineEvent): boolean;
  from(events: readonly TimelineEvent[]): object;
};

const questions: Readonly<Record<string, (subject: Subject) => Explanation>> = {
  trait: aboutTrait,
  merge: aboutMerge,
  computed: aboutComputed,
};

/** Which events made a trait, a merge or a computed trait, as far as the timeline still holds them. */
export const explainRoutes = (ports: ExplainPorts): AdminRoute[] => [
  { method: 'GET', path: '/admin/v1/profiles/{id}/explain', answer: (request) => explain(ports, request) },
];

async function explain(
  { timeline, findPerson, loadRules, loadIdentityKey }: ExplainPorts,
  { parameters: { id = '' }, query, now }: AdminRequest,
): Promise<AdminAnswer> {
  const { question, asked, about } = questionIn(query);
  const [person, rules, identityKey] = await Promise.all([findPerson(id), loadRules(), loadIdentityKey()]);
  if (person === undefined) throw new NotFoundError('no profile has this id');
  const { isWanted, from } = about({ asked, person, rules, identityKey, now: now.getTime() });
  const { events, readBackTo } = await gatherEvidence(timeline, person.profile.heads, isWanted);
  return { status: 200, body: { [question]: asked, ...from(events), readBackTo } };
}

function questionIn(query: AdminRequest['query']) {
  const found = Object.entries(questions).flatMap(([question, about]) => {
    const asked = query[question];
    return asked ? [{ question, asked, about }] : [];
  });
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  throw new InvalidInputError('invalid_query', `one thing is explained at a time, got ${found.length}`, {
    allowed: Object.keys(questions),
  });
}

function aboutTrait({ asked, person, identityKey }: Subject): Explanation {
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

function aboutMerge({ asked, person, rules: { rules } }: Subject): Explanation {
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

function aboutComputed({ asked, person: { profile }, rules: { compiled }, now }: Subject): Explanation {
  const trait = compiled.computed.get(asked);
  if (trait === undefined) throw new NotFoundError(`there is no computed trait \`${asked}\``);
  return {
    isWanted: (event) => mayExplainComputed(trait, event),
    from: (events) => explainComputed(trait, { profile, compiled, events }, now),
  };
}
