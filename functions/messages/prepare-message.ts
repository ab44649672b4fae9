import type { StreamEvent } from '../../events/stream-event.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import type { Run } from '../../shared/journeys/run-store.ts';
import { channels } from '../../shared/messaging/channels/index.ts';
import type { Message, Parts } from '../../shared/messaging/channels/message.ts';
import { decideSend, type SkipReason } from '../../shared/messaging/decide-send.ts';
import { resolveLocale } from '../../shared/messaging/locale.ts';
import type { ReadRecipient } from '../../shared/messaging/recipient.ts';
import { type RenderContext, renderTemplate } from '../../shared/messaging/render.ts';
import { suppressionKey } from '../../shared/messaging/suppression.ts';
import { signUnsubscribeToken } from '../../shared/messaging/unsubscribe-token.ts';
import { computedAt } from '../../shared/profiles/computed/computed-at.ts';
import type { Order } from './load-order.ts';
import type { SendPorts } from './ports.ts';
import type { SendTask } from './send-task.ts';

export type Preparation = {
  /** the profile as it is known now, which a merge may have renamed */
  readonly profileId: string;
} & (
  | { readonly message: Message; readonly suppressionKeys: readonly string[] }
  | { readonly skip: SkipReason; readonly detail?: string }
);

type Request = {
  readonly task: SendTask;
  readonly sendId: string;
  readonly order: Order;
  readonly run: Run | undefined;
};

/**
 * Everything slow before the claim: whether the message may go, and its text. The recipient is read exactly, and after all
 * else: only the suppression of its address and the filling in lie between this reading of the consents and the claim.
 */
export async function prepareMessage(ports: SendPorts, request: Request): Promise<Preparation> {
  const { task, order, run } = request;
  const identityKey = await ports.loadIdentityKey();
  const recipient = await ports.loadRecipient(task.profileId);
  const profileId = recipient?.profileId ?? task.profileId;
  const addresses = recipient ? channels[order.channel].addressesOf(recipient) : [];
  const keyOf = (address: string) => suppressionKey(identityKey, order.channel, address);
  const found = await ports.suppressions.find(addresses.map(keyOf));
  const suppressed = new Set(addresses.filter((address) => found.has(keyOf(address))));
  const decision = decideSend({ recipient, addresses, suppressed, run, message: order });
  if ('skip' in decision) return { profileId, skip: decision.skip };
  if (!recipient) throw new Error('a message without a recipient was decided to be sent');
  const written = writeMessage(request, { ports, identityKey, recipient, addresses: decision.send });
  if ('failed' in written) return { profileId, skip: 'render-failed', detail: written.failed };
  return { profileId, message: written.message, suppressionKeys: decision.send.map(keyOf) };
}

type Addressee = {
  readonly ports: SendPorts;
  readonly identityKey: IdentityKey;
  readonly recipient: ReadRecipient;
  readonly addresses: readonly string[];
};

function writeMessage(
  { task, order, run, sendId }: Request,
  { ports, identityKey, recipient, addresses }: Addressee,
): { message: Message } | { failed: string } {
  const { template, channel, topic, workspace } = order;
  if (!template) return { failed: `template ${order.templateId} is not live for ${channel}` };
  const token = signUnsubscribeToken(identityKey, { profileId: recipient.profileId, channel, topic, sendId });
  const unsubscribeUrl = `${ports.publicUrl.replace(/\/$/, '')}/u/${token}`;
  const computed = computedAt(recipient.observed, order.computed, ports.now().getTime());
  const context = contextOf(order, { recipient, computed, event: run?.event, unsubscribeUrl });
  const rendering = renderTemplate(template, resolveLocale(recipient, template), context);
  if ('failed' in rendering) return rendering;
  const from = template.from ?? workspace.from;
  const { entryId } = task;
  const envelope = { sendId, entryId, addresses, from, class: order.class, unsubscribeUrl };
  const built = channels[channel].build(rendering.parts, envelope);
  return 'failed' in built ? built : withLink(built, order, { parts: rendering.parts, unsubscribeUrl });
}

/** A condition in the template may hide the way out from some people: those get no message. */
function withLink(
  built: { message: Message },
  { channel, class: messageClass }: Order,
  { parts, unsubscribeUrl }: { parts: Parts; unsubscribeUrl: string },
): { message: Message } | { failed: string } {
  if (messageClass !== 'marketing') return built;
  const bare = channels[channel].linked.find((part) => parts[part]?.includes(unsubscribeUrl) === false);
  return bare === undefined ? built : { failed: `${bare}: unsubscribeUrl` };
}

function contextOf(
  { journey, workspace }: Order,
  known: {
    recipient: ReadRecipient;
    computed: Record<string, unknown>;
    event: StreamEvent | undefined;
    unsubscribeUrl: string;
  },
): RenderContext {
  const { event } = known;
  return {
    profile: { ...known.recipient.traits, computed: known.computed },
    ...(event ? { event: { name: event.event, timestamp: event.timestamp, ...event.properties } } : {}),
    journey: { id: journey.id, name: journey.name },
    workspace: { from: workspace.from, timezone: workspace.timezone },
    unsubscribeUrl: known.unsubscribeUrl,
  };
}
