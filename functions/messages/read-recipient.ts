import { type ReadRecipient, recipientOf } from '../../shared/messaging/recipient.ts';
import { emptyColdPart } from '../../shared/profiles/profile.ts';
import type { ProfileStore } from '../../shared/profiles/profile-store.ts';
import { findRoot } from '../profiles/find-root.ts';

/** Who a message would go to, read exactly; undefined when the profile is gone. A merged profile's id leads to its survivor. */
export async function readRecipient(
  dependencies: { readonly profiles: ProfileStore },
  profileId: string,
): Promise<ReadRecipient | undefined> {
  const root = await findRoot(dependencies, profileId);
  if (!root) return undefined;
  const cold = (await dependencies.profiles.loadCold([root.id], { consistent: true })).get(root.id);
  return recipientOf(root, cold ?? emptyColdPart());
}
