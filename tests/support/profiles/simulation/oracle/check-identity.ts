import { isDeepStrictEqual } from 'node:util';
import { isBlockedId } from '../../../../../shared/identity/blocked-id.ts';
import { identifiersIn, naiveIdentities } from './naive-identity.ts';
import type { Outcome, StoredPerson } from './read-outcome.ts';

/** Who is who follows from the identifiers alone; under merge protection, what no order may change does. */
export function* checkIdentity(outcome: Outcome, isLimited: boolean | undefined): Generator<string> {
  for (const key of outcome.lostPointers) yield `the identifier ${key} leads nowhere`;
  if (isLimited) yield* checkProtected(outcome);
  else yield* checkUnion(outcome);
}

const ownedBy = ({ cold }: StoredPerson): string[] =>
  cold.identifiers.map(({ type, value }) => `${type}:${value}`).sort();

function* checkUnion({ accepted, people }: Outcome): Generator<string> {
  const events = [...accepted.values()].filter(
    ({ userId, anonymousId = '' }) => !isBlockedId(userId ?? anonymousId),
  );
  const bySet = (a: readonly string[], b: readonly string[]) => (a.join() < b.join() ? -1 : 1);
  const expected = naiveIdentities(events).sort(bySet);
  const stored = people.map(ownedBy).sort(bySet);
  if (!isDeepStrictEqual(stored, expected))
    yield `identities are ${JSON.stringify(stored)} instead of ${JSON.stringify(expected)}`;
}

function* checkProtected({ people }: Outcome): Generator<string> {
  const owners = Map.groupBy(
    people.flatMap((person) => ownedBy(person).map((identifier) => ({ identifier, person }))),
    ({ identifier }) => identifier,
  );
  for (const [identifier, { length }] of owners)
    if (length > 1) yield `${identifier} belongs to ${length} people`;
  for (const person of people) {
    const users = ownedBy(person).filter((identifier) => identifier.startsWith('user_id:'));
    if (users.length > 1) yield `one person is ${users.join(' and ')}`;
    for (const event of person.chain)
      for (const identifier of identifiersIn(event))
        if (identifier.startsWith('user_id:') && !users.includes(identifier))
          yield `an event of ${identifier} is with ${users.join() || 'a visitor'}`;
  }
}
