import { z } from 'zod';
import { type AdminClient, bodyOf } from '../../cli/cloud/admin-client.ts';

const membersSchema = z.object({ items: z.array(z.object({ profileId: z.string() })) });
const profileSchema = z.object({
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  segments: z.array(z.object({ id: z.string(), until: z.string().optional() })),
});

/** One member of a segment, told in a few lines: who it is, and when it will leave by itself. */
export async function personText(admin: AdminClient, segmentId: string): Promise<string> {
  const { items } = bodyOf(
    await admin.call(membersSchema, { path: `/segments/${segmentId}/members?limit=1` }),
  );
  const [member] = items;
  if (member === undefined) return '';
  const path = `/profiles?${new URLSearchParams({ id: member.profileId })}`;
  const { identifiers, segments } = bodyOf(await admin.call(profileSchema, { path }));
  const until = segments.find(({ id }) => id === segmentId)?.until;
  return [
    '',
    `One of the ${segmentId}: ${identifiers.map(({ type, value }) => `${type} ${value}`).join(', ')}`,
    `  leaves it ${until === undefined ? 'when something happens' : `by itself at ${until}`}`,
  ].join('\n');
}
