import { createHash } from 'node:crypto';

const ENTRY_ID_CHARACTERS = 22; // 132 bits: never the same for two entries
const NAME_CHARACTERS = 64; // Step Functions takes names of up to 80

/** Names a profile's n-th entry into a journey, the same on every repeat. */
export function entryIdOf(journeyId: string, profileId: string, entryNumber: number): string {
  const name = `${journeyId}/${profileId}/${entryNumber}`;
  return createHash('sha256').update(name).digest('base64url').slice(0, ENTRY_ID_CHARACTERS);
}

/** Starting the same run twice meets the same name, which Step Functions answers without a second execution. */
export function executionNameOf(journeyId: string, entryId: string): string {
  return createHash('sha256').update(`${journeyId}/${entryId}`).digest('hex').slice(0, NAME_CHARACTERS);
}
