import { type ReadRecipient, recipientOf } from '../../shared/messaging/recipient.ts';
import type { ProfileStore } from '../../shared/profiles/profile-store.ts';
import { findPerson } from '../profiles/find-root.ts';

/** Who a message would go to, read exactly; undefined when the profile is gone. A merged profile's id leads to its survivor. */
export async function readRecipient(
  dependencies: { readonly profiles: ProfileStore },
  profileId: string,
): Promise<ReadRecipient | undefined> {
  const person = await findPerson(dependencies, profileId);
  return person && recipientOf(person.profile, person.cold);
}
