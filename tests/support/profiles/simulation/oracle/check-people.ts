import { isDeepStrictEqual } from 'node:util';
import { plainTraits } from '../../../../../shared/profiles/traits.ts';
import { rowsOf } from '../../../../../shared/segments/windows/tally.ts';
import { type NaiveRule, naiveHolds } from '../../../naive-evaluator.ts';
import { naiveGroups, naiveGroupTraits, naivePerson, naiveRunning } from './naive-person.ts';
import type { Outcome, StoredPerson } from './read-outcome.ts';

type Published = readonly { readonly id: string; readonly where: NaiveRule }[];

/** Each profile is what its events add up to: counters, sums, traits, groups, memberships and runs. */
export function* checkPeople(outcome: Outcome, segments: Published): Generator<string> {
  for (const person of outcome.people) {
    const expected = { ...naivePerson(person.chain), groups: groupsOf(person, outcome) };
    const isIn = (id: string) => {
      const segment = segments.find((one) => one.id === id);
      return segment !== undefined && naiveHolds(segment.where, expected, outcome.now);
    };
    const wrong = [
      ...checkTraits(person),
      ...checkWindows(person, outcome),
      ...segments.flatMap(({ id }) => [...checkMembership(person, { id, isIn: isIn(id), outcome })]),
      ...outcome.rules.journeys.flatMap(({ journey }) => [
        ...checkRuns(person, { journey: journey.id, isIn, outcome }),
      ]),
    ];
    for (const sentence of wrong) yield `${person.profile.id}: ${sentence}`;
  }
}

function groupsOf({ chain }: StoredPerson, { accepted }: Outcome): Record<string, unknown>[] {
  return Object.keys(naiveGroups(chain)).map((id) => naiveGroupTraits([...accepted.values()], id));
}

function* checkTraits({ cold, chain }: StoredPerson): Generator<string> {
  const { traits } = naivePerson(chain);
  const stored = plainTraits(cold.traits);
  if (!isDeepStrictEqual(stored, traits))
    yield `traits are ${JSON.stringify(stored)} instead of ${JSON.stringify(traits)}`;
  const groups = naiveGroups(chain);
  const joined = Object.fromEntries(Object.values(cold.groups).map(({ id, since }) => [id, since]));
  if (!isDeepStrictEqual(joined, groups))
    yield `groups are ${JSON.stringify(joined)} instead of ${JSON.stringify(groups)}`;
}

const UNITS = 10_000; // sums are kept in 1/10,000

function* checkWindows({ profile, chain }: StoredPerson, { rules, now }: Outcome): Generator<string> {
  const { events } = naivePerson(chain);
  for (const { key, event, select, of, horizonMs = Number.POSITIVE_INFINITY } of rules.compiled.windows) {
    const matching = events.filter(
      (fact) => fact.name === event && select(fact).length > 0 && fact.at > now - horizonMs,
    );
    const kept = rowsOf(profile.windows.get(key)).filter(({ at }) => at > now - horizonMs);
    const count = kept.reduce((sum, tally) => sum + tally.count, 0);
    if (count !== matching.length) yield `${event} is counted ${count} times instead of ${matching.length}`;
    if (of === undefined) continue;
    const sum = kept.reduce((total, tally) => total + tally.sum, 0) / UNITS;
    const expected = matching.reduce((total, { properties }) => total + Number(properties[of]), 0);
    if (sum !== expected) yield `${of} of ${event} adds up to ${sum} instead of ${expected}`;
  }
}

type Membership = { readonly id: string; readonly isIn: boolean; readonly outcome: Outcome };

function* checkMembership(
  { profile, ids }: StoredPerson,
  { id, isIn, outcome }: Membership,
): Generator<string> {
  const isMember = profile.memberships.get(id)?.since !== undefined;
  if (isMember !== isIn) yield `is ${isMember ? '' : 'not '}in ${id}`;
  const rows = outcome.memberships.filter(
    ({ segment, profileId, exited }) =>
      String(segment).startsWith(`${id}#`) && ids.has(String(profileId)) && exited === undefined,
  );
  const listed = rows.map(({ profileId }) => profileId);
  if (!isDeepStrictEqual(listed, isIn ? [profile.id] : []))
    yield `is listed in ${id} as ${JSON.stringify(listed)}, ${isIn ? 'once' : 'not at all'} expected`;
}

type Runs = { readonly journey: string; isIn(segment: string): boolean; readonly outcome: Outcome };

function* checkRuns(
  { profile, chain, ids }: StoredPerson,
  { journey, isIn, outcome }: Runs,
): Generator<string> {
  const runs = outcome.runs
    .filter(
      ({ journeyId, profileId, status }) =>
        journeyId === journey && ids.has(String(profileId)) && status === 'running',
    )
    .map(({ entryId }) => String(entryId));
  const position = profile.journeys.get(journey);
  const expected = position?.running ? [position.entryId] : [];
  if (!isDeepStrictEqual(runs, expected))
    yield `runs ${journey} as ${JSON.stringify(runs)}, the profile says ${JSON.stringify(expected)}`;
  for (const entryId of runs) if (!outcome.started.has(entryId)) yield `run ${entryId} never started`;
  const isRunning = naiveRunning[journey]?.(chain, isIn);
  if (isRunning !== undefined && isRunning !== (runs.length === 1))
    yield `${runs.length} runs of ${journey}, ${isRunning ? 'one' : 'none'} expected`;
}
