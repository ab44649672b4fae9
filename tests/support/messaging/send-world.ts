import { createSecretKey } from 'node:crypto';
import type { Order } from '../../../functions/messages/load-order.ts';
import type { SendPorts } from '../../../functions/messages/ports.ts';
import { type SendResult, sendMessage } from '../../../functions/messages/send-message.ts';
import type { SendTask } from '../../../functions/messages/send-task.ts';
import { workspaceSchema } from '../../../shared/definitions/kinds/workspace.ts';
import type { Run } from '../../../shared/journeys/run-store.ts';
import type { Message } from '../../../shared/messaging/channels/message.ts';
import type { SendOutcome } from '../../../shared/messaging/channels/sender.ts';
import type { ReadRecipient } from '../../../shared/messaging/recipient.ts';
import type { Send } from '../../../shared/messaging/sends/ledger.ts';
import { sendIdOf } from '../../../shared/messaging/sends/send-id.ts';
import { parseTemplate } from '../../../shared/messaging/template.ts';
import { MemoryRuns } from '../profiles/memory-runs.ts';
import { MemoryLedger } from './memory-ledger.ts';

export const identityKey = createSecretKey('secret', 'utf8');
const AT = '2026-11-01T10:00:00.000Z';

export const cartEmail = {
  id: 'cart-reminder',
  channel: 'email',
  class: 'marketing',
  topic: 'offers',
  defaultLocale: 'en',
  locales: {
    en: {
      subject: 'Your cart, {{ profile.firstName }}',
      html: '{% for p in event.products %}<p>{{ p.name }}</p>{% endfor %}<a href="{{ unsubscribeUrl }}">Stop</a>',
    },
    pl: {
      subject: 'Twój koszyk, {{ profile.firstName }}',
      html: '{% for p in event.products %}<p>{{ p.name }}</p>{% endfor %}<a href="{{ unsubscribeUrl }}">Koniec</a>',
    },
  },
};

const anna: ReadRecipient = {
  profileId: 'user_id:anna',
  traits: { email: 'anna@shop.example', phone: '+48600700800', firstName: 'Anna' },
  identifiers: [],
  consents: { 'email/offers': { status: 'subscribed', at: 1, message: 'm', source: 'shop' } },
  pushTokens: ['t1'],
  observed: { windows: new Map(), accumulators: new Map(), definitions: 1, evaluatedAt: 0 },
};

const run: Run = {
  entryId: 'e1',
  journeyId: 'abandoned-cart',
  version: 3,
  profileId: 'user_id:anna',
  status: 'running',
  event: {
    type: 'track',
    messageId: 'm1',
    source: { id: 'web', kind: 'browser' },
    userId: 'anna',
    event: 'Product Added',
    properties: { products: [{ name: 'Tea & cake' }] },
    timestamp: AT,
    receivedAt: AT,
  },
  at: AT,
};

export const task: SendTask = {
  task: 'send',
  journeyId: 'abandoned-cart',
  version: 3,
  step: 'mail',
  iteration: 0,
  endsRun: false,
  profileId: 'user_id:anna',
  entryId: 'e1',
};

/** A place where a crash or a lost answer can be planted. */
type Fault = 'before-call' | 'call-lost' | 'before-confirm' | 'confirm-lost' | 'before-end' | 'claim-lost';

/** send-message over memory stores and a provider that remembers everything it was given. */
export class SendWorld {
  now = Date.parse(AT);
  readonly runs = new MemoryRuns();
  readonly ledger = new MemoryLedger((entryId) => this.runs.runs.get(entryId)?.status);
  /** what the provider took */
  readonly taken: Message[] = [];
  /** how the provider answers, one after the other; accepted when nothing is left */
  readonly answers: SendOutcome[] = [];
  readonly faults: Fault[] = [];
  recipient: ReadRecipient | undefined = anna;
  order: Order;

  constructor(template: object = cartEmail) {
    const parsed = parseTemplate(template).template;
    this.order = {
      journey: { id: 'abandoned-cart', name: 'Abandoned cart' },
      channel: parsed.channel,
      templateId: parsed.id,
      template: parsed,
      topic: parsed.topic,
      class: parsed.class,
      computed: { computed: new Map() },
      workspace: workspaceSchema.parse({ from: { email: 'hello@shop.example', name: 'The Shop' } }),
    };
    this.runs.runs.set(run.entryId, run);
  }

  send(changes: Partial<SendTask> = {}): Promise<SendResult> {
    return sendMessage(this.#ports(), { ...task, ...changes });
  }

  get entry(): Send | undefined {
    return this.ledger.sends.get(`e1/${sendIdOf(task)}`);
  }

  #ports(): SendPorts {
    const { ledger, runs } = this;
    const take = async (message: Message): Promise<SendOutcome> => {
      this.#strike('before-call');
      const answer = this.answers.shift() ?? { status: 'accepted', providerId: `p${this.taken.length + 1}` };
      if (answer.status === 'accepted') this.taken.push(message);
      this.#strike('call-lost');
      return answer;
    };
    return {
      runs: {
        load: (entryId) => runs.load(entryId),
        end: async (entryId, end) => {
          this.#strike('before-end');
          await runs.end(entryId, end);
        },
      },
      ledger: {
        load: (name) => ledger.load(name),
        claim: async (claim, keys) => {
          const outcome = await ledger.claim(claim, keys);
          this.#strike('claim-lost');
          return outcome;
        },
        release: (claim) => ledger.release(claim),
        settle: async (name, settlement) => {
          this.#strike('before-confirm');
          await ledger.settle(name, settlement);
          this.#strike('confirm-lost');
        },
        skip: (skip) => ledger.skip(skip),
      },
      suppressions: ledger.suppressions,
      senders: { email: take, sms: take, push: take },
      loadOrder: async () => this.order,
      loadRecipient: async () => this.recipient,
      loadIdentityKey: async () => identityKey,
      publicUrl: 'https://api.example/',
      now: () => new Date(this.now),
    };
  }

  #strike(place: Fault): void {
    const at = this.faults.indexOf(place);
    if (at === -1) return;
    this.faults.splice(at, 1);
    throw new Error(`crashed: ${place}`);
  }
}
