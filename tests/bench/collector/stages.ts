import { writeKeyOf } from '../../../functions/collector/keys/write-key.ts';
import type { IngestPorts } from '../../../functions/collector/ports.ts';
import { type Posted, readPosted } from '../../../functions/collector/read-posted.ts';
import { Refusal } from '../../../functions/collector/refusal.ts';
import { type EventRoute, routeOf } from '../../../functions/collector/route.ts';
import { storeEvents } from '../../../functions/collector/store-events.ts';
import { normaliseEvent } from '../../../shared/events/normalise-event.ts';
import type { IdentityKey } from '../../../shared/identity/node-key.ts';
import { NOW, serverSource } from '../../support/collector/collector.ts';
import { validate } from './contract.ts';
import type { Requests } from './requests.ts';

type Stage = 'reading' | 'writeKey' | 'normalising' | 'validating' | 'storing';

/** The parts of what is done with a request: each works on what the part before it made. */
export async function stagesOf(
  ports: IngestPorts,
  requests: Requests,
): Promise<Readonly<Record<Stage, () => unknown>>> {
  const identityKey = await ports.loadIdentityKey();
  const read = await each(requests, async (request) => ({ request, posted: await readEvents(request) }));
  const normalised = read.map(({ posted }) => normalise(identityKey, posted));
  return {
    reading: () => each(requests, readEvents),
    writeKey: () =>
      each(read, ({ request, posted }) => ports.sources.find(String(writeKeyOf(request, posted.carriers)))),
    normalising: () => read.map(({ posted }) => normalise(identityKey, posted)),
    validating: () => normalised.flat().forEach(validate),
    storing: () => each(normalised, (events) => storeEvents(ports, events, [])),
  };
}

async function readEvents(request: Requests[number]): Promise<Posted> {
  const route = routeOf('POST', request.rawPath) as EventRoute; // events are all that is sent
  const posted = await readPosted(request, route);
  if (posted instanceof Refusal) throw new Error(posted.message);
  return posted;
}

function normalise(identityKey: IdentityKey, { items, envelope, bodyBytes }: Posted) {
  const arrival = { source: serverSource, identityKey, receivedAt: NOW, envelope, bodyBytes };
  return items.flatMap((item) => {
    const outcome = normaliseEvent(item, arrival, 'assigned');
    return outcome.status === 'accepted' ? [outcome.event] : [];
  });
}

/** One after the other, as an environment serves them. */
async function each<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}
