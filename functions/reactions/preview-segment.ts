import { askableIn, type LiveRules } from '../../shared/definitions/live-rules.ts';
import { NotFoundError } from '../../shared/errors.ts';
import { seenIdOf } from '../../shared/fold/prepare-event.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { didYouMean } from '../../shared/nearest.ts';
import {
  type ConditionExplanation,
  explainSegment,
} from '../../shared/profiles/memberships/explain-segment.ts';
import {
  type ExplainableSegment,
  mayExplainSegment,
  takeApart,
} from '../../shared/profiles/memberships/take-apart.ts';
import { emptyColdPart, type Profile } from '../../shared/profiles/profile.ts';
import type {
  ProfileStore,
  RootScan,
  TimelineEvent,
  TimelineReader,
  TimelineStore,
} from '../../shared/profiles/profile-store.ts';
import { gatherEvidence } from '../../shared/profiles/timeline/gather-evidence.ts';
import { compileSegments } from '../../shared/segments/compile.ts';
import type { Segment } from '../../shared/segments/definition.ts';
import { requireMembers } from '../../shared/segments/standing/bind-segment.ts';
import { mapLimited } from '../lib/map-limited.ts';
import { findPerson } from '../profiles/find-root.ts';
import { bringUp } from '../profiles/load-world.ts';

export type PreviewPorts = {
  readonly scan: RootScan;
  readonly profiles: ProfileStore;
  readonly timeline: TimelineStore & TimelineReader;
  readonly loadRules: () => Promise<LiveRules>;
  readonly loadIdentityKey: () => Promise<IdentityKey>;
  readonly now: () => Date;
};

type Question = {
  readonly segment: Segment;
  /** a live segment to compare with */
  readonly against: string | undefined;
};

/** Who would be in a segment, of those who were looked at. */
export type SegmentPreview = {
  readonly lookedAt: number;
  /** whether everybody was */
  readonly isComplete: boolean;
  readonly members: number;
  readonly against?: { readonly id: string; readonly entering: number; readonly leaving: number };
  /** some who would be in, or some who would not when nobody would */
  readonly sample: readonly SampledPerson[];
};
type SampledPerson = {
  readonly profileId: string;
  readonly holds: boolean;
  readonly where: ConditionExplanation;
};

type Look = { readonly profileId: string; readonly holds: boolean; readonly isInOther: boolean };

// what is left of the time an answer may take is for the sample
const MOST_MS = 10_000;
const MOST_PEOPLE = 10_000;
const PEOPLE_AT_ONCE = 16;
const PEOPLE_BETWEEN_LOOKS_AT_THE_CLOCK = 100;
const MOST_SAMPLED = 5;
// no definition has it
const DRAFT_ID = '';

/** Answers from profiles as they are stored what publishing a segment would make of them. Nothing is stored. */
export async function previewSegment(ports: PreviewPorts, question: Question): Promise<SegmentPreview> {
  const live = await ports.loadRules();
  const now = ports.now().getTime();
  const asked = { rules: rulesWith(live, question), now, against: question.against };
  const { looks, isComplete } = await lookAtPeople(ports, asked);
  const members = looks.filter(({ holds }) => holds);
  const others = looks.filter(({ holds }) => !holds);
  const segment = takeApart(question.segment, askableIn(live));
  const sampled = (members.length > 0 ? members : others).slice(0, MOST_SAMPLED);
  const sample = sampled.map(({ profileId }) => explainPerson(ports, segment, { ...asked, profileId }));
  return {
    lookedAt: looks.length,
    isComplete,
    members: members.length,
    ...(question.against !== undefined && {
      against: {
        id: question.against,
        entering: members.filter(({ isInOther }) => !isInOther).length,
        leaving: others.filter(({ isInOther }) => isInOther).length,
      },
    }),
    sample: (await Promise.all(sample)).flatMap((person) => person ?? []),
  };
}

/** The rules as if the segment were published, with no more segments than the answer needs. */
function rulesWith(rules: LiveRules, { segment, against }: Question): LiveRules {
  const number = rules.number + 1;
  const compared = rules.segments.filter((one) => one.segment.id === against);
  const known = rules.segments.map((one) => one.segment.id);
  if (against !== undefined && compared.length === 0)
    throw new NotFoundError(`there is no segment \`${against}\`${didYouMean(against, known)}`);
  for (const one of compared) requireMembers(one.segment);
  const draft = { segment: { ...segment, id: DRAFT_ID }, since: number };
  const compiled = compileSegments([draft, ...compared], askableIn(rules));
  return { ...rules, number, compiled, journeys: [] };
}

type Asked = { readonly rules: LiveRules; readonly now: number; readonly against: string | undefined };

/** Everybody, as far as the time goes: a table is read in the order of hashes, so the first are any. */
async function lookAtPeople(
  ports: PreviewPorts,
  asked: Asked,
): Promise<{ looks: readonly Look[]; isComplete: boolean }> {
  const looks: Look[] = [];
  const isEnough = () => looks.length >= MOST_PEOPLE || ports.now().getTime() - asked.now > MOST_MS;
  let cursor: string | undefined;
  do {
    const page = await ports.scan.scanRoots({ shard: 0, of: 1 }, cursor);
    for (let from = 0; from < page.roots.length; from += PEOPLE_BETWEEN_LOOKS_AT_THE_CLOCK) {
      if (isEnough()) return { looks, isComplete: false };
      const some = page.roots.slice(from, from + PEOPLE_BETWEEN_LOOKS_AT_THE_CLOCK);
      looks.push(...(await mapLimited(some, PEOPLE_AT_ONCE, (profile) => lookAt(ports, profile, asked))));
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { looks, isComplete: true };
}

async function lookAt(ports: PreviewPorts, profile: Profile, { against, ...to }: Asked): Promise<Look> {
  const { profile: present } = await bringUp(ports, { profile, cold: emptyColdPart() }, to);
  const isIn = (id: string) => present.memberships.get(id)?.since !== undefined;
  return { profileId: profile.id, holds: isIn(DRAFT_ID), isInOther: against !== undefined && isIn(against) };
}

async function explainPerson(
  ports: PreviewPorts,
  segment: ExplainableSegment,
  { profileId, rules, now }: Asked & { readonly profileId: string },
): Promise<SampledPerson | undefined> {
  const [found, identityKey] = await Promise.all([findPerson(ports, profileId), ports.loadIdentityKey()]);
  if (found === undefined) return undefined;
  const person = await bringUp(ports, found, { rules, now });
  const { events } = await gatherEvidence(
    ports.timeline,
    person.profile.heads,
    mayExplainSegment(segment, person),
  );
  const messageOf = (event: TimelineEvent) => seenIdOf(event, identityKey);
  const where = explainSegment(segment, { person, events, at: now, messageOf });
  return { profileId, holds: where.holds, where };
}
