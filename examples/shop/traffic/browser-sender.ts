import { addTally, noTally, type Sender, type Tally, tallyOf } from './sender.ts';
import type { ShopEvent } from './shop-event.ts';

// a page sends what happened on it together; small batches, as browsers do
const batchSize = 8;
const connections = 4;

/** Posts as a site does: JSON under text/plain to spare the preflight, the write key in the body. */
export function browserSender({ url, writeKey }: { url: string; writeKey: string }): Sender {
  return {
    send: async (events, start) => {
      const devices = Map.groupBy(events, (event) => event.anonymousId ?? '');
      const waiting = [...devices.values()].flatMap(inBatches);
      const workers = Array.from({ length: connections }, () => work(waiting, (batch) => post(batch)));
      return (await Promise.all(workers)).reduce(addTally, noTally);

      async function post(batch: readonly ShopEvent[]): Promise<Tally> {
        const items = batch.map((event) => bodyOf(event, start));
        const body = JSON.stringify({ batch: items, writeKey, sentAt: new Date().toISOString() });
        const headers = { 'content-type': 'text/plain' };
        return tallyOf(await fetch(`${url}/v1/batch`, { method: 'POST', headers, body }));
      }
    },
    close: async () => {},
  };
}

async function work(
  waiting: (readonly ShopEvent[])[],
  post: (batch: readonly ShopEvent[]) => Promise<Tally>,
): Promise<Tally> {
  let tally = noTally;
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
    tally = addTally(tally, await post(batch));
  return tally;
}

function bodyOf({ at, via: _, ...call }: ShopEvent, start: number): object {
  const context = { ...call.context, library: { name: 'shop-site', version: '1.0.0' } };
  return { ...call, context, timestamp: new Date(start + at).toISOString() };
}

function inBatches(events: readonly ShopEvent[]): (readonly ShopEvent[])[] {
  const count = Math.ceil(events.length / batchSize);
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * batchSize, (index + 1) * batchSize),
  );
}
