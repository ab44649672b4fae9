import { createRequire } from 'node:module';
import { jitsuAnalytics } from '@jitsu/js';
import { Analytics } from '@segment/analytics-node';
import type { EventType } from '../../../../events/event.ts';

export type Call = { readonly type: EventType } & Readonly<Record<string, unknown>>;
export type Target = { readonly url: string; readonly writeKey: string };
/** What an SDK calls itself in `context.library`. */
export type Library = { readonly name: string; readonly version: string };

/** An SDK for servers, as its maker ships it. */
export type ServerSdk = {
  readonly name: string;
  readonly library: Library;
  readonly types: readonly EventType[];
  /** whether it sends again what was not answered */
  readonly retries: boolean;
  open(target: Target): ServerClient;
};

export type ServerClient = {
  /** Resolves once everything is answered. */
  send(calls: readonly Call[]): Promise<void>;
};

type Json = Record<string, string | number>;
type Callback = (error?: unknown) => void;
type Queue = Readonly<Record<EventType, (message: object, callback: Callback) => unknown>> & {
  flush(): unknown;
};
type QueueClass = new (writeKey: string, options: object) => Queue;

// neither has types of its own that fit its code
const require = createRequire(import.meta.url);
const LegacyAnalytics = require('analytics-node') as QueueClass;
const RudderAnalytics = require('@rudderstack/rudder-sdk-node') as QueueClass;

const all: readonly EventType[] = ['identify', 'track', 'page', 'screen', 'group', 'alias'];

export const serverSdks: readonly ServerSdk[] = [
  {
    name: '@segment/analytics-node 3.1.0',
    library: { name: '@segment/analytics-node', version: '3.1.0' },
    types: all,
    retries: true,
    open({ url, writeKey }) {
      const analytics = new Analytics({ writeKey, host: url });
      // its methods take what the others take, in stricter types
      return queued(analytics as unknown as Queue);
    },
  },
  {
    name: 'analytics-node 6.2.0',
    library: { name: 'analytics-node', version: '6.2.0' },
    types: all,
    retries: true,
    open: ({ url, writeKey }) => queued(new LegacyAnalytics(writeKey, { host: url })),
  },
  {
    name: '@rudderstack/rudder-sdk-node 3.0.13',
    library: { name: 'analytics-node', version: '3.0.13' },
    types: all,
    retries: true,
    open: ({ url, writeKey }) => queued(new RudderAnalytics(writeKey, { dataPlaneUrl: url })),
  },
  {
    name: '@jitsu/js 1.11.0',
    library: { name: '@jitsu/js', version: '1.11.0' },
    types: ['identify', 'track', 'page', 'group'],
    retries: false,
    open: jitsuClient,
  },
];

/** What the three have in common: a queue, a callback for each call, a flush. */
function queued(queue: Queue): ServerClient {
  return {
    async send(calls) {
      const answered = calls.map(
        (call) =>
          new Promise<void>((resolve, reject) => {
            const { type, ...message } = call;
            queue[type](message, (error) => (error ? reject(error) : resolve()));
          }),
      );
      await Promise.all([...answered, queue.flush()]);
    },
  };
}

/** One request for each call; who it is about, it remembers from identify. */
function jitsuClient({ url, writeKey }: Target): ServerClient {
  const jitsu = jitsuAnalytics({ host: url, writeKey, s2s: true, errorPolicy: 'rethrow' });
  // what each call holds is what the SDK takes
  const send = {
    identify: ({ userId, traits }) => jitsu.identify(userId as string, traits as Json),
    track: ({ event, properties }) => jitsu.track(event as string, properties as Json),
    page: ({ name, properties }) => jitsu.page({ name, ...(properties as Json) }),
    group: ({ groupId, traits }) => jitsu.group(groupId as string, traits as Json),
  } satisfies Partial<Record<EventType, (call: Call) => Promise<unknown>>>;
  return {
    async send(calls) {
      for (const call of calls) await send[call.type as keyof typeof send](call);
    },
  };
}
