import { evaluateSegments } from '../../../shared/fold/evaluate.ts';
import { observeFact } from '../../../shared/profiles/observed.ts';
import { factsOf, newProfile, type Profile } from '../../../shared/profiles/profile.ts';
import { type CompiledSegments, compileSegments } from '../../../shared/segments/compile.ts';
import { type Counts, type MinimalRule, minimalRule } from '../anchors/minimal-rules.ts';
import { randomFrom } from '../measuring/random.ts';
import { eventNames } from '../processor/segments.ts';
import { NOW, type Shopper, shoppers, TODAY, type Visit, visitAt } from './shoppers.ts';
import { variants } from './variants.ts';

const APART_MS = 1_000;

type Visiting = { readonly person: number; readonly name: string; readonly total: number };

/** What each of some events costs after which everybody's answers stand again. */
export function reevaluationPasses({
  segments,
  events,
  people,
}: Record<'segments' | 'events' | 'people', number>) {
  const live = variants(segments);
  const compiled = compileSegments(live, { timezone: 'UTC' });
  const everybody = shoppers(people);
  const profiles = everybody.map((shopper) => profileOf(shopper, compiled));
  const visits = visitsOf(events, people);
  const rules = live.map(({ segment }) => minimalRule(segment.where));
  return {
    affected: () => fold(profiles, visits, compiled),
    closures: () => askAll(everybody, visits, rules),
  };
}

function visitsOf(events: number, people: number): Visiting[] {
  const random = randomFrom(1);
  const upTo = (most: number) => Math.floor(random() * most);
  return Array.from({ length: events }, () => ({
    person: upTo(people),
    name: eventNames[upTo(eventNames.length)] ?? '',
    total: upTo(90),
  }));
}

function profileOf({ traits, visits }: Shopper, compiled: CompiledSegments): Profile {
  const profile = newProfile('somebody', 0, 1);
  profile.mentionedTraits = { ...traits };
  for (const visit of visits) observeFact(profile, compiled, visitAt(visit));
  evaluateSegments(profile, compiled, { now: NOW });
  return profile;
}

function fold(profiles: readonly Profile[], visits: readonly Visiting[], compiled: CompiledSegments): number {
  const present = profiles.map((profile) => ({ ...profile, memberships: new Map(profile.memberships) }));
  for (const [index, { person, name, total }] of visits.entries()) {
    const profile = present[person];
    if (!profile) continue;
    const at = NOW + index * APART_MS;
    const answered = factsOf(profile);
    profile.effects = [];
    observeFact(profile, compiled, { name, at, properties: { total } });
    evaluateSegments(profile, compiled, { now: at, answered });
  }
  return present.reduce((sum, { memberships }) => sum + memberships.size, 0);
}

/** The least one can do without an index: counts by day, and every rule asked for true or false. */
function askAll(
  everybody: readonly Shopper[],
  visits: readonly Visiting[],
  rules: readonly MinimalRule[],
): number {
  const counts = everybody.map(({ visits }) => countsOf(visits));
  let holding = 0;
  for (const { person, name, total } of visits) {
    const [traits, own] = [everybody[person]?.traits, counts[person]];
    if (!traits || !own) continue;
    countDay(own, { name, day: TODAY, total });
    for (const holds of rules) if (holds({ traits, counts: own, today: TODAY })) holding += 1;
  }
  return holding;
}

function countsOf(visits: readonly Visit[]): Counts {
  const counts: Counts = new Map();
  for (const visit of [...visits].sort((a, b) => a.day - b.day)) countDay(counts, visit);
  return counts;
}

function countDay(counts: Counts, { name, day, total }: Visit): void {
  const days = counts.get(name) ?? [];
  const last = days.at(-1);
  if (last?.day === day) {
    last.count += 1;
    last.sum += total;
  } else days.push({ day, count: 1, sum: total });
  counts.set(name, days);
}
