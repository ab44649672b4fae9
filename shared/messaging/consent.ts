import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isTrusted, type StreamEvent } from '../../events/stream-event.ts';
import { definitionIdSchema } from '../definitions/definition-id.ts';
import { type ChannelName, channelNames } from './channels/channel-name.ts';

export const CONSENT_EVENT = 'Consent Updated';

export type ConsentStatus = 'subscribed' | 'unsubscribed';

/** The last word on one channel and topic: when it was said (epoch ms), in which message and source, to what text. */
export type Consent = {
  readonly status: ConsentStatus;
  readonly at: number;
  readonly message: string;
  readonly source: string;
  readonly text?: string;
};

/** By `<channel>/<topic>`; the topic `*` stands for all topics of its channel at once. */
export type Consents = Readonly<Record<string, Consent>>;

export type ConsentScope = { readonly channel: ChannelName; readonly topic?: string | undefined };

const ALL_TOPICS = '*';
const MAX_KEYS = 400; // 100 topics of a workspace on 3 channels, with room for topics that were renamed
const MAX_TEXT_CHARACTERS = 500;
const MESSAGE_CHARACTERS = 11; // 66 bits: enough to order what happened in one millisecond

const changeSchema = z.object({
  status: z.enum(['subscribed', 'unsubscribed']),
  channels: z
    .array(z.unknown())
    .nullish()
    .transform((list) => list ?? []),
  topics: z
    .array(z.unknown())
    .nullish()
    .transform((list) => list ?? []),
  text: z.string().optional().catch(undefined),
});
type Change = z.infer<typeof changeSchema>;

/**
 * The consents after one event. Per channel and topic the latest by timestamp stands, so the order of arrival never matters.
 * Answers the same object when the event changes nothing.
 */
export function applyConsentEvent(consents: Consents, event: StreamEvent): Consents {
  if (event.type !== 'track' || event.event !== CONSENT_EVENT) return consents;
  const change = changeSchema.safeParse(event.properties).data;
  // anyone may ask to be left alone, nobody may sign others up
  if (!change || (change.status === 'subscribed' && !isTrusted(event))) return consents;
  const consent = consentOf(change, event);
  return scopesOf(change).reduce((held, scope) => put(held, scope, consent), consents);
}

/** What something posted wants the consents to be, when it is about them. */
export function consentStatus(posted: {
  readonly event?: unknown;
  readonly properties?: unknown;
}): ConsentStatus | undefined {
  return posted.event === CONSENT_EVENT ? changeSchema.safeParse(posted.properties).data?.status : undefined;
}

/** Both profiles' consents as one: per channel and topic the later stands, and of two in one instant the opt-out. */
export function mergeConsents(into: Consents, from: Consents): Consents {
  return Object.entries(from).reduce((held, [scope, consent]) => put(held, scope, consent), into);
}

/** What was last said about a topic, by its own name or by all topics of its channel; undefined when nothing was. */
export function consentFor(consents: Consents, { channel, topic }: ConsentScope): Consent | undefined {
  const all = entryOf(consents, consentKey({ channel }));
  const own = topic === undefined ? undefined : entryOf(consents, consentKey({ channel, topic }));
  if (!all || !own) return own ?? all;
  return isLater(own, all) ? own : all;
}

/** What was last said about each of the scopes, as far as anything was. */
export function consentStatuses(
  consents: Consents,
  scopes: readonly ConsentScope[],
): Record<string, ConsentStatus> {
  return Object.fromEntries(
    scopes.flatMap((scope) => {
      const said = consentFor(consents, scope);
      return said === undefined ? [] : [[consentKey(scope), said.status]];
    }),
  );
}

export function isSubscribed(consents: Consents, scope: ConsentScope): boolean {
  return consentFor(consents, scope)?.status === 'subscribed';
}

/** Under which key consents hold what was said about a topic, or without one about all of them. */
export function consentKey({ channel, topic = ALL_TOPICS }: ConsentScope): string {
  return `${channel}/${topic}`;
}

function consentOf(change: Change, event: StreamEvent): Consent {
  const hash = createHash('sha256').update(`${event.source.id}\u0000${event.messageId}`).digest('base64url');
  return {
    status: change.status,
    at: Date.parse(event.timestamp),
    message: hash.slice(0, MESSAGE_CHARACTERS),
    source: event.source.id,
    ...(change.text === undefined ? {} : { text: change.text.slice(0, MAX_TEXT_CHARACTERS) }),
  };
}

function scopesOf({ status, channels, topics }: Change): string[] {
  // an opt-out that names no channel means all of them, an opt-in none
  const isFromAll = channels.length === 0 && status === 'unsubscribed';
  const named = isFromAll ? channelNames : channelNames.filter((channel) => channels.includes(channel));
  const wanted = topics.length === 0 ? [ALL_TOPICS] : topics.filter(isTopic);
  return named.flatMap((channel) => wanted.map((topic) => consentKey({ channel, topic })));
}

function isTopic(topic: unknown): topic is string {
  return definitionIdSchema.safeParse(topic).success;
}

function put(consents: Consents, scope: string, consent: Consent): Consents {
  const present = entryOf(consents, scope);
  if (present && !isLater(consent, present)) return consents;
  if (present || scope.endsWith(ALL_TOPICS) || Object.keys(consents).length < MAX_KEYS)
    return { ...consents, [scope]: consent };
  // no room for another topic: an opt-out is never lost, it then covers the whole channel
  if (consent.status === 'subscribed') return consents;
  return put(consents, `${scope.slice(0, scope.indexOf('/'))}/${ALL_TOPICS}`, consent);
}

function entryOf(consents: Consents, scope: string): Consent | undefined {
  return Object.hasOwn(consents, scope) ? consents[scope] : undefined;
}

function isLater(one: Consent, other: Consent): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.status !== other.status) return one.status === 'unsubscribed';
  return one.message > other.message;
}
