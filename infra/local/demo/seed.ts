import * as z from 'zod';
import { type AdminClient, bodyOf } from '../../cli/cloud/admin-client.ts';

export type SeededSource = { readonly id: string; readonly kind: string; readonly writeKey: string };

const sources = [
  { id: 'site', kind: 'browser', name: 'Website' },
  { id: 'backend', kind: 'server', name: 'Backend' },
] as const;

const savedSchema = z.object({ writeKeys: z.array(z.object({ key: z.string() })).min(1) });
const workspaceSchema = z.object({ version: z.number() });

/** A workspace and one source of each kind: what every fresh local cloud begins with. What exists already stays. */
export async function seedCloud(admin: AdminClient): Promise<SeededSource[]> {
  const workspace = bodyOf(await admin.call(workspaceSchema, { path: '/workspace' }));
  if (workspace.version === 0)
    bodyOf(await admin.call(z.unknown(), { method: 'PUT', path: '/workspace', body: {} }));
  const seeded: SeededSource[] = [];
  for (const { id, kind, name } of sources) {
    const reply = await admin.call(savedSchema, {
      method: 'PUT',
      path: `/sources/${id}`,
      body: { kind, name },
    });
    seeded.push({ id, kind, writeKey: bodyOf(reply).writeKeys[0]?.key ?? '' });
  }
  return seeded;
}
