import type { StreamEvent } from '../../../../../events/stream-event.ts';
import type { Chance } from '../engine/chance.ts';
import type { Action, Definitions } from './shape.ts';

const START = Date.parse('2026-11-01T00:00:00.000Z');
const MOST_LATE_MS = 2 * 3_600_000;

type Fields = Partial<StreamEvent>;
type Person = { readonly userId: string; readonly devices: readonly string[]; readonly email: string };

/** Writes a script: events at instants of their own, in the order they are posted. */
export class Story {
  readonly actions: Action[] = [];
  readonly #chance: Chance;
  #at = START;
  #posted: StreamEvent[] = [];
  #number = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  people(count: number): Person[] {
    return Array.from({ length: count }, (_, index) => ({
      userId: `user-${index}`,
      devices: [`phone-${index}`, `laptop-${index}`],
      email: `user-${index}@shop.example`,
    }));
  }

  /** What one person does on the shop: mostly as a visitor, sometimes signed in. */
  visit({ userId, devices, email }: Person): StreamEvent {
    const anonymousId = this.#chance.pick(devices);
    const ids = this.#chance.pick<Fields>([
      { anonymousId },
      { anonymousId },
      { userId },
      { userId, anonymousId },
    ]);
    const traits = { plan: this.#chance.pick(['gold', 'silver', null]), city: `city-${this.#number}` };
    return this.event({
      ...ids,
      ...this.#chance.pick<Fields>([
        { event: 'Product Viewed' },
        { event: 'Product Viewed' },
        { event: 'Product Added' },
        { event: 'Order Completed', properties: { total: this.#chance.between(10, 90) } },
        { event: 'Signed Up' },
        { type: 'identify', traits: this.#chance.happens(0.3) ? { ...traits, email } : traits },
      ]),
    });
  }

  /** Each event has an instant of its own; most are a little late, some by hours. */
  event(fields: Fields): StreamEvent {
    this.#number += 1;
    const late = this.#chance.happens(0.2) ? this.#chance.between(0, MOST_LATE_MS / 1_000) * 1_000 : 0;
    return {
      type: 'track',
      messageId: `message-${this.#number}`,
      source: { id: 'web', kind: 'server' },
      timestamp: new Date(this.#at - late + this.#number).toISOString(),
      receivedAt: new Date(this.#at).toISOString(),
      ...fields,
    };
  }

  /** Posts events in bursts; some are sent a second time at once, as an SDK does that heard no answer. */
  post(events: readonly StreamEvent[]): void {
    for (let start = 0; start < events.length; ) {
      const burst = events.slice(start, start + this.#chance.pick([1, 3, 8]));
      start += burst.length;
      const again = burst.filter(() => this.#chance.happens(0.1));
      this.actions.push({ type: 'post', events: [...burst, ...again] });
      this.#posted.push(...burst);
    }
  }

  /** Posts events all at once. */
  burst(events: readonly StreamEvent[]): void {
    this.actions.push({ type: 'post', events });
    this.#posted.push(...events);
  }

  /** Sends again what was posted before, received anew. */
  repeat(count: number): void {
    const receivedAt = new Date(this.#at).toISOString();
    const events = Array.from({ length: count }, () => ({ ...this.#chance.pick(this.#posted), receivedAt }));
    this.actions.push({ type: 'post', events });
  }

  /** Lets everything come to rest, and time pass. */
  wait(ms: number): void {
    this.actions.push({ type: 'wait', ms });
    this.#at += ms;
  }

  reshard(): void {
    this.actions.push({ type: 'reshard' });
  }

  publish(definitions: Definitions): void {
    this.actions.push({ type: 'publish', definitions });
  }

  calm(): void {
    this.wait(0);
    this.actions.push({ type: 'calm' });
  }
}
