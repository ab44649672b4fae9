import { Analytics } from '@segment/analytics-node';
import { addTally, noTally, type Sender, tallyOf } from './sender.ts';
import type { ShopEvent } from './shop-event.ts';

/** Sends as a shop system does: with Segment's own SDK for Node, pointed at the collector. */
export function serverSender({ url, writeKey }: { url: string; writeKey: string }): Sender {
  let tally = noTally;
  const analytics = new Analytics({
    writeKey,
    host: url,
    flushAt: 20,
    maxRetries: 3,
    // the SDK keeps what the collector answers to itself, so it is read here
    httpClient: async (address, request) => {
      const response = await fetch(address, request);
      if (response.status === 200) tally = addTally(tally, await tallyOf(response.clone()));
      return response;
    },
  });
  return {
    send: async (events, start) => {
      tally = noTally;
      if (events.length === 0) return tally; // the SDK's flush takes its time even with nothing to send
      const failures: unknown[] = [];
      for (const event of events) call(analytics, event, { start, failed: (error) => failures.push(error) });
      await analytics.flush();
      if (failures.length > 0)
        throw new Error(`${failures.length} calls were not delivered`, { cause: failures[0] });
      return tally;
    },
    close: () => analytics.closeAndFlush(),
  };
}

type Delivery = { readonly start: number; failed(error: unknown): void };

function call(analytics: Analytics, event: ShopEvent, { start, failed }: Delivery): void {
  const { userId, anonymousId = '', messageId } = event;
  // who has no account yet is known by the device
  const who = userId === undefined ? { anonymousId } : { userId };
  const common = { ...who, messageId, timestamp: new Date(start + event.at) };
  const done = (error: unknown): void => {
    if (error) failed(error);
  };
  if (event.type === 'identify') analytics.identify({ ...common, traits: { ...event.traits } }, done);
  else if (event.type === 'track')
    analytics.track({ ...common, event: event.event, properties: { ...event.properties } }, done);
  else analytics.page({ ...common, name: event.name, properties: { ...event.properties } }, done);
}
