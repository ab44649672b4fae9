import { type Identifier, type OwnedIdentifier, sameIdentifier } from '../identifier.ts';
import { putApart } from './apart.ts';
import { isOverLimit } from './limit.ts';
import type { IdentityRules } from './rules.ts';

/** What merge protection needs to know of a profile that owns one of the event's identifiers. */
export type Owner = {
  readonly id: string;
  readonly identifiers: readonly OwnedIdentifier[];
  readonly merges: number;
};

/** An identifier that was kept out, by the types that would be over their limit, a cap of the whole profile, or the type a split put it apart from. */
export type Refused<Id extends Identifier> = {
  readonly rule: 'demoted' | 'capped' | 'apart';
  readonly identifier: Id;
  readonly by: readonly string[];
};

/**
 * Where an event belongs. `create` makes a profile of `identifiers`; `attach` adds them to `owner`; `merge` joins `owners`;
 * `resolve` only lands on `owner`. What was refused stays a plain trait.
 */
export type IdentityDecision<Id extends Identifier> = { readonly refused: readonly Refused<Id>[] } & (
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

/** Merge protection. `identifiers` holds at least one; lower-priority ones are dropped until nothing grows over its limit and nothing joins what a split put apart. */
export function decideIdentity<Id extends Identifier>(
  identifiers: readonly Id[],
  subject: Subject<Id>,
): IdentityDecision<Id> {
  const kept = [...identifiers].sort((a, b) => subject.rules.compareTypes(a.type, b.type));
  const refused: Refused<Id>[] = [];
  for (;;) {
    const owners = distinctOwners(kept, subject);
    const refusal = refusedOf(kept, owners, subject);
    if (refusal === undefined) return settle({ kept, owners, refused }, subject);
    kept.splice(kept.indexOf(refusal.identifier), 1);
    refused.push(refusal);
  }
}

function refusedOf<Id extends Identifier>(
  kept: readonly Id[],
  owners: readonly Owner[],
  subject: Subject<Id>,
): Refused<Id> | undefined {
  const pair =
    owners.length > 1
      ? putApart(
          kept,
          owners.flatMap((owner) => owner.identifiers),
        )
      : undefined;
  if (pair) return { rule: 'apart', identifier: pair.identifier, by: [pair.from.type] };
  const by = brokenLimits(kept, owners, subject);
  // a lone identifier joins nobody and starts a profile at most, so it breaks no limit
  const identifier = by.length > 0 ? kept.at(-1) : undefined;
  return identifier && { rule: 'demoted', identifier, by };
}

function distinctOwners<Id extends Identifier>(identifiers: readonly Id[], subject: Subject<Id>): Owner[] {
  const owners = new Map<string, Owner>();
  for (const identifier of identifiers) {
    const owner = subject.ownerOf(identifier);
    if (owner) owners.set(owner.id, owner);
  }
  return [...owners.values()];
}

type Allowed<Id extends Identifier> = {
  readonly kept: readonly Id[];
  readonly owners: readonly Owner[];
  readonly refused: readonly Refused<Id>[];
};

function settle<Id extends Identifier>(
  { kept, owners, refused }: Allowed<Id>,
  { rules, ownerOf }: Subject<Id>,
): IdentityDecision<Id> {
  const fresh = kept.filter((identifier) => !ownerOf(identifier));
  const [first, ...others] = owners;
  if (!first) return { status: 'create', identifiers: kept, refused };
  if (others.length === 0 && fresh.length === 0) return { status: 'resolve', owner: first.id, refused };
  const cap = capReached(owners, fresh.length, rules);
  if (cap) {
    const apart = kept.filter((identifier) => ownerOf(identifier)?.id !== first.id);
    const capped = apart.map((identifier) => ({ rule: 'capped', identifier, by: [cap] }) as const);
    return { status: 'resolve', owner: first.id, refused: [...refused, ...capped] };
  }
  if (others.length === 0) return { status: 'attach', owner: first.id, identifiers: fresh, refused };
  return { status: 'merge', owners: owners.map(({ id }) => id), identifiers: fresh, refused };
}

function capReached(owners: readonly Owner[], fresh: number, rules: IdentityRules) {
  const identifiers = owners.reduce((sum, owner) => sum + owner.identifiers.length, fresh);
  const merges = owners.reduce((sum, owner) => sum + owner.merges, owners.length - 1);
  if (identifiers > rules.maxIdentifiers) return 'maxIdentifiers';
  return owners.length > 1 && merges > rules.maxMerges ? 'maxMerges' : undefined;
}

/** The types that what is kept would push over their limit. A limit lowered later takes nothing from a profile, it only lets no more in. */
function brokenLimits<Id extends Identifier>(
  kept: readonly Id[],
  owners: readonly Owner[],
  { rules, at }: Subject<Id>,
): string[] {
  const owned = owners.flatMap((owner) => owner.identifiers);
  const fresh = kept
    .filter((identifier) => !owned.some((known) => sameIdentifier(known, identifier)))
    .map(({ type, value }) => ({ type, value, since: at }));
  const all = [...owned, ...fresh];
  const grows = (type: string) =>
    owners.every((owner) => ofType(owner.identifiers, type).length < ofType(all, type).length);
  return [...new Set(all.map(({ type }) => type))].filter((type) => {
    const instants = ofType(all, type).map(({ since }) => since);
    return isOverLimit(rules.limitOf(type), instants, at) && grows(type);
  });
}

function ofType(identifiers: readonly OwnedIdentifier[], type: string): readonly OwnedIdentifier[] {
  return identifiers.filter((identifier) => identifier.type === type);
}
