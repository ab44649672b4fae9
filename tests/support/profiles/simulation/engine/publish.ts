import type { Definitions } from '../shapes/shape.ts';
import type { Environment } from './environment.ts';

/** Publishes definitions, one after the other; those that are in force already keep their version. */
export async function publish(
  { definitions: store }: Pick<Environment, 'definitions'>,
  definitions: Definitions,
): Promise<void> {
  for (const [kind, bodies] of Object.entries(definitions))
    for (const body of bodies) {
      const index = await store.loadIndex();
      if (index.entries.some((entry) => entry.kind === kind && entry.id === body.id)) continue;
      const [number, revision] = [index.number + 1, index.revision + 1];
      const entry = { kind, id: body.id, version: 1, status: 'live' as const, since: number };
      await store.saveChange({
        index: { number, revision, entries: [...index.entries, entry] },
        version: {
          kind,
          id: body.id,
          version: 1,
          body,
          savedAt: '2026-11-01T00:00:00.000Z',
          savedBy: 'simulation',
        },
      });
    }
}
