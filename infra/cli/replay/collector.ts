import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { CommandError } from '../command.ts';

export type Target = { readonly url: string; readonly key: string };
export type Posted = { readonly accepted: number; readonly rejected: readonly Rejection[] };

const rejectionSchema = z.object({ messageId: z.string().optional(), message: z.string().optional() });
export type Rejection = z.infer<typeof rejectionSchema>;
const answerSchema = z.object({ accepted: z.number(), rejected: z.array(rejectionSchema).default([]) });

const maxAttempts = 6;
const firstPauseMs = 200;

/** Posts one batch as a server does; a busy collector is asked again, every time later. */
export async function postBatch({ url, key }: Target, events: readonly object[]): Promise<Posted> {
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    },
    // no sentAt: the times are those of the file, not of this computer
    body: JSON.stringify({ batch: events }),
  };
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${url}/v1/batch`, request).catch(() => undefined);
    if (response?.status === 200) return answerSchema.parse(await response.json());
    const isWorthwhile = response === undefined || response.status === 429 || response.status >= 500;
    if (!isWorthwhile || attempt === maxAttempts) throw new CommandError(await refusal(url, response));
    await pause(firstPauseMs * 2 ** (attempt - 1));
  }
}

async function refusal(url: string, response: Response | undefined): Promise<string> {
  if (response === undefined) return `nothing answers at ${url}; is the cloud running?`;
  const text = (await response.text()).slice(0, 300);
  return `the collector answered ${response.status}: ${text}`;
}
