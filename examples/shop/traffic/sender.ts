import * as z from 'zod';
import type { ShopEvent } from './shop-event.ts';

/** What the collector said of the events that were sent. */
export type Tally = { readonly accepted: number; readonly rejected: number };

export type Sender = {
  /** sends the events in order; their `at` counts from `start`, an instant in epoch milliseconds */
  send(events: readonly ShopEvent[], start: number): Promise<Tally>;
  close(): Promise<void>;
};

const answerSchema = z.object({ accepted: z.number(), rejected: z.array(z.unknown()).optional() });

export const noTally: Tally = { accepted: 0, rejected: 0 };

export const addTally = (one: Tally, other: Tally): Tally => ({
  accepted: one.accepted + other.accepted,
  rejected: one.rejected + other.rejected,
});

/** Reads the collector's answer to a batch; anything but 200 means that nothing was kept. */
export async function tallyOf(response: Response): Promise<Tally> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`the collector answered ${response.status}: ${text}`);
  const { accepted, rejected = [] } = answerSchema.parse(JSON.parse(text));
  return { accepted, rejected: rejected.length };
}
