import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { EmailMessage } from '../../shared/messaging/channels/message.ts';
import type { Senders } from '../../shared/messaging/channels/sender.ts';
import { outcomeOfFailure } from './failed-call.ts';
import { mimeOf } from './mime.ts';

const MAX_BYTES = 10 * 1_024 * 1_024; // of a raw message, by SES v1

type SesOptions = { readonly client: SESClient; readonly configurationSet: string };

export const sesSender = (options: SesOptions): Senders['email'] => {
  return async (email) => {
    const raw = await mimeOf(email);
    if (raw.length > MAX_BYTES) return { status: 'rejected', reason: 'too large' };
    return send(options, email, raw);
  };
};

async function send(
  { client, configurationSet }: SesOptions,
  { from, to, sendId, entryId }: EmailMessage,
  raw: Buffer,
): ReturnType<Senders['email']> {
  const command = new SendRawEmailCommand({
    // the envelope is ours: no header decides who gets it
    Source: from.email,
    Destinations: [to],
    RawMessage: { Data: raw },
    ConfigurationSetName: configurationSet,
    // what feedback finds its send by; ids only, because tags travel with the mail
    Tags: [
      { Name: 'sendId', Value: sendId },
      { Name: 'entryId', Value: entryId },
    ],
  });
  try {
    const { MessageId } = await client.send(command);
    return { status: 'accepted', providerId: MessageId ?? '' };
  } catch (error) {
    return outcomeOfFailure(error);
  }
}
