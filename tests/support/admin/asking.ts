import { vi } from 'vitest';
import { explainRoutes } from '../../../functions/admin/explain-routes.ts';
import { findPerson } from '../../../functions/profiles/find-root.ts';
import { bringUp } from '../../../functions/profiles/load-world.ts';
import type { ProfileWorld } from '../profiles/profile-world.ts';
import { adminApi } from './admin-api.ts';

/** Asks for explanations of the one person of a world, at the instant it has reached; under fake timers. */
export function asking(world: ProfileWorld) {
  const { identityKey, loadRules } = world.dependencies();
  const stores = { profiles: world.stores, timeline: world.stores };
  const api = adminApi(
    explainRoutes({
      timeline: world.stores,
      findPerson: (id) => findPerson(stores, id),
      loadRules,
      loadIdentityKey: async () => identityKey,
      bringUp: (person, to) => bringUp(stores, person, to),
    }),
  );
  const id = encodeURIComponent(world.roots()[0]?.id ?? '');
  return async (query: Record<string, string>) => {
    vi.setSystemTime(world.now);
    return api('GET', `/profiles/${id}/explain`, { query });
  };
}
