import * as z from 'zod';
import { type AdminClient, listAll } from '../../cli/cloud/admin-client.ts';

const runSchema = z.object({ status: z.string() });
const sendSchema = z.object({
  sendId: z.string(),
  channel: z.string(),
  state: z.string(),
  reason: z.string().optional(),
});
const acceptedSchema = z.object({
  channel: z.string(),
  to: z.string(),
  sendId: z.string(),
  subject: z.string().optional(),
  text: z.string().optional(),
});

export type Send = z.infer<typeof sendSchema>;
/** A message as SES or SNS took it. */
export type AcceptedMessage = z.infer<typeof acceptedSchema>;

export type JourneyCount = {
  readonly id: string;
  /** how many runs there are, by status */
  readonly runs: ReadonlyMap<string, number>;
  readonly sends: readonly Send[];
};

const most = 1_000_000;

/** What became of everyone in every journey, as the admin API tells it. */
export async function countJourneys(admin: AdminClient): Promise<readonly JourneyCount[]> {
  const { items } = await listAll(admin, z.object({ id: z.string() }), { path: '/journeys', most });
  return Promise.all(
    items.map(async ({ id }) => {
      const [runs, sends] = await Promise.all([
        listAll(admin, runSchema, { path: `/journeys/${id}/runs`, most }),
        listAll(admin, sendSchema, { path: '/messages', query: { journey: id }, most }),
      ]);
      return { id, runs: countBy(runs.items, ({ status }) => status), sends: sends.items };
    }),
  );
}

/** What the providers accepted, as the control surface tells it. */
export async function listAccepted(awsUrl: string): Promise<readonly AcceptedMessage[]> {
  const response = await fetch(`${awsUrl}/_local/messages`);
  return z.object({ items: z.array(acceptedSchema) }).parse(await response.json()).items;
}

export function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
