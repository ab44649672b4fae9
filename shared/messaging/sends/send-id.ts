import { createHash } from 'node:crypto';

const SEND_ID_CHARACTERS = 22; // 132 bits, in letters that SES takes as a tag

/** Names one message of one run, the same on every retry. */
export function sendIdOf(send: {
  readonly entryId: string;
  readonly step: string;
  readonly iteration: number;
}): string {
  const name = `${send.entryId}/${send.step}/${send.iteration}`;
  return createHash('sha256').update(name).digest('base64url').slice(0, SEND_ID_CHARACTERS);
}
