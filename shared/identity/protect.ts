import { type Identifier, type OwnedIdentifier, sameIdentifier } from './identifier.ts';
import { compareTypes, type IdentifierLimit, type IdentityRules } from './rules.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** What merge protection needs to know of a profile that owns one of the event's identifiers. */
export type Owner = {
  readonly id: string;
  readonly identifiers: readonly OwnedIdentifier[];
  readonly merges: number;
};

/**
 * Where an event belongs. `create` makes a profile of `identifiers`; `attach` adds them to `owner`; `merge` joins `owners`;
 * `resolve` only lands on `owner`. `demoted` identifiers were dropped by a limit and stay plain traits.
 */
export type IdentityDecision<Id extends Identifier> = { readonly demoted: readonly Id[] } & (
  | { readonly status: 'create'; readonly identifiers: readonly Id[] }
  | { readonly status: 'attach'; readonly owner: string; readonly identifiers: readonly Id[] }
  | { readonly status: 'merge'; readonly owners: readonly string[]; readonly identifiers: readonly Id[] }
  | { readonly status: 'resolve'; readonly owner: string }
);

type Subject<Id extends Identifier> = {
  readonly rules: IdentityRules;
  readonly at: number;
  ownerOf(identifier: Id): Owner | undefined;
};

/** Merge protection. `identifiers` holds at least one; lower-priority ones are dropped until no limit is broken. */
export function decideIdentity<Id extends Identifier>(
  identifiers: readonly Id[],
  subject: Subject<Id>,
): IdentityDecision<Id> {
  let kept = [...identifiers].sort((a, b) => compareTypes(subject.rules, a.type, b.type));
  const demoted: Id[] = [];
  for (;;) {
    const owners = distinctOwners(kept, subject);
    const lone = kept.length === 1 ? owners[0] : undefined;
    if (!breaksLimit(kept, owners, subject)) return { ...settle(kept, owners, subject), demoted };
    // a lone identifier cannot give way: it resolves to its owner, or starts a profile of its own
    if (lone) return { status: 'resolve', owner: lone.id, demoted };
    const last = kept.at(-1);
    if (!last || kept.length === 1) return { status: 'create', identifiers: kept, demoted };
    demoted.push(last);
    kept = kept.slice(0, -1);
  }
}

function distinctOwners<Id extends Identifier>(identifiers: readonly Id[], subject: Subject<Id>): Owner[] {
  const owners = new Map<string, Owner>();
  for (const identifier of identifiers) {
    const owner = subject.ownerOf(identifier);
    if (owner) owners.set(owner.id, owner);
  }
  return [...owners.values()];
}

function settle<Id extends Identifier>(kept: readonly Id[], owners: readonly Owner[], subject: Subject<Id>) {
  const fresh = kept.filter((identifier) => !subject.ownerOf(identifier));
  const [first, ...others] = owners;
  if (!first) return { status: 'create', identifiers: kept } as const;
  if (isOverCap(owners, fresh.length, subject.rules)) return { status: 'resolve', owner: first.id } as const;
  if (others.length > 0)
    return { status: 'merge', owners: owners.map((owner) => owner.id), identifiers: fresh } as const;
  if (fresh.length === 0) return { status: 'resolve', owner: first.id } as const;
  return { status: 'attach', owner: first.id, identifiers: fresh } as const;
}

function isOverCap(owners: readonly Owner[], fresh: number, rules: IdentityRules): boolean {
  const identifiers = owners.reduce((sum, owner) => sum + owner.identifiers.length, fresh);
  const merges = owners.reduce((sum, owner) => sum + owner.merges, owners.length - 1);
  const changes = owners.length > 1 || fresh > 0;
  return changes && (identifiers > rules.maxIdentifiers || merges > rules.maxMerges);
}

function breaksLimit<Id extends Identifier>(
  kept: readonly Id[],
  owners: readonly Owner[],
  { rules, at }: Subject<Id>,
): boolean {
  const owned = owners.flatMap((owner) => owner.identifiers);
  const fresh = kept
    .filter((identifier) => !owned.some((known) => sameIdentifier(known, identifier)))
    .map(({ type, value }) => ({ type, value, since: at }));
  // nothing would change: limits lowered later never tear a profile apart
  if (fresh.length === 0 && owners.length < 2) return false;
  const all = [...owned, ...fresh];
  const types = new Set(all.map((identifier) => identifier.type));
  return [...types].some((type) => isOver(rules.limits[type] ?? rules.otherLimit, countable(all, type), at));
}

function countable(all: readonly OwnedIdentifier[], type: string): readonly OwnedIdentifier[] {
  return all.filter((identifier) => identifier.type === type);
}

function isOver(limit: IdentifierLimit, identifiers: readonly OwnedIdentifier[], at: number): boolean {
  const counted =
    limit.per === 'ever' ? identifiers : identifiers.filter(({ since }) => Math.abs(at - since) < WEEK_MS);
  return counted.length > limit.count;
}
