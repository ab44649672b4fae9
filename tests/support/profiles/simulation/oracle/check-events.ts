import { isBlockedId } from '../../../../../shared/identity/blocked-id.ts';
import { identifiersIn } from './naive-identity.ts';
import { nameOf, type Outcome } from './read-outcome.ts';

/** Each accepted event stands exactly once in a timeline, or was kept as failed because it names nobody. */
export function* checkEvents({ accepted, people, failed, spoilt }: Outcome): Generator<string> {
  const stored = Map.groupBy(
    people.flatMap(({ chain }) => chain),
    nameOf,
  );
  const kept = new Set(failed.map(({ sourceId, messageId }) => `${sourceId} ${messageId}`));
  for (const [name, event] of accepted) {
    const times = stored.get(name)?.length ?? 0;
    const isNobody = event.profileId === undefined && identifiersIn(event).every(isBlocked);
    if (isNobody ? !kept.has(name) || times > 0 : kept.has(name) || times !== 1)
      yield `event ${name} (${event.event ?? event.type}) is ${times} times in a timeline, ${kept.has(name) ? '' : 'not '}in FailedEvents`;
  }
  for (const name of stored.keys()) if (!accepted.has(name)) yield `event ${name} came from nowhere`;
  const invalid = failed.filter(({ code }) => code === 'invalid_record').length;
  if (invalid !== Math.min(spoilt, 1)) yield `${spoilt} spoilt records, ${invalid} kept`;
}

const isBlocked = (identifier: string): boolean => isBlockedId(identifier.slice(identifier.indexOf(':') + 1));
