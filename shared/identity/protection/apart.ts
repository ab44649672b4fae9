import { type Identifier, type OwnedIdentifier, sameIdentifier } from '../identifier.ts';
import { linkOf } from '../node-key.ts';

/** What the identifiers of two profiles carry since a split: each names its own profile first, so the other's is its reverse. */
export const sidesOf = (one: string, other: string): readonly [string, string] => [
  `${linkOf(one)}|${linkOf(other)}`,
  `${linkOf(other)}|${linkOf(one)}`,
];

const reverse = (side: string): string => side.split('|').toReversed().join('|');

/** The least trusted of an event's identifiers, most trusted first, that a split put apart from another of them. */
export function putApart<Id extends Identifier>(
  identifiers: readonly Id[],
  owned: readonly OwnedIdentifier[],
): { readonly identifier: Id; readonly from: Id } | undefined {
  const sidesOfOne = (one: Id) => owned.find((known) => sameIdentifier(known, one))?.apart ?? [];
  for (const identifier of identifiers.toReversed()) {
    const opposite = new Set(sidesOfOne(identifier).map(reverse));
    const from = identifiers.find((other) => sidesOfOne(other).some((side) => opposite.has(side)));
    if (from) return { identifier, from };
  }
  return undefined;
}
