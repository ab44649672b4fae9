import * as z from 'zod';
import { RetryableError } from '../../shared/errors.ts';
import type { KeptFailedEvent } from '../../shared/events/failed-event.ts';
import { type RedrivePorts, redrive } from '../collector/redrive.ts';
import type { ChangeRecord, StreamResult } from '../lib/stream.ts';

const text = z.object({ S: z.string() }).transform((value) => value.S);
// an event that the stream did not take was small enough for it, so its payload is in the item
const imageSchema = z.object({
  id: text,
  code: text,
  reason: text,
  receivedAt: text,
  payload: text.transform((json): unknown => JSON.parse(json)),
});

/** What the stream did not take is put there as soon as it can be; until then the table's stream repeats from the first one left. */
export async function redriveUnavailable(
  ports: RedrivePorts,
  records: readonly ChangeRecord[],
): Promise<StreamResult> {
  const kept = records.map(({ newImage }): KeptFailedEvent => imageSchema.parse(newImage));
  const { failed } = await redrive(ports, kept);
  const waiting = new Set(failed.filter(({ code }) => code === 'stream_unavailable').map(({ id }) => id));
  const first = kept.findIndex(({ id }) => waiting.has(id));
  return {
    failedFrom: records[first]?.sequenceNumber,
    error: new RetryableError(`the stream did not take ${waiting.size} events`),
  };
}
