import * as z from 'zod';
import { streamEventSchema } from '../../events/stream-event.ts';
import { isAbout, mentions, type Secrets } from '../../shared/profiles/jobs/mentions.ts';

type Cut = { readonly text: string; readonly removed: number };

/** The lines of the archive without the events of a person. */
export function cutEvents(text: string, keys: ReadonlySet<string>, secrets: Secrets): Cut {
  const lines = text.split('\n').filter((line) => line !== '');
  const kept = lines.filter((line) => !isEventOf(line, keys, secrets));
  return { text: kept.map((line) => `${line}\n`).join(''), removed: lines.length - kept.length };
}

function isEventOf(line: string, keys: ReadonlySet<string>, secrets: Secrets): boolean {
  const value = jsonOf(line);
  const event = streamEventSchema.safeParse(value);
  return event.success ? isAbout(event.data, keys, secrets) : mentions(value, keys, secrets.identityKey);
}

// what Lambda leaves of a batch it gave up on: the whole invocation as text
const batchSchema = z.looseObject({ payload: z.string() });
const payloadSchema = z.looseObject({ Records: z.array(z.unknown()) });
const kinesisRecordSchema = z.object({ kinesis: z.object({ data: z.base64() }) });

/** A batch without the records of a person; one without records is removed. */
export function cutBatch(text: string, keys: ReadonlySet<string>, secrets: Secrets): Cut {
  const batch = batchSchema.safeParse(jsonOf(text)).data;
  const payload = payloadSchema.safeParse(jsonOf(batch?.payload ?? '')).data;
  if (payload === undefined) return { text, removed: 0 };
  const kept = payload.Records.filter((record) => !isRecordOf(record, keys, secrets));
  const removed = payload.Records.length - kept.length;
  if (kept.length === 0) return { text: '', removed };
  return {
    text: JSON.stringify({ ...batch, payload: JSON.stringify({ ...payload, Records: kept }) }),
    removed,
  };
}

function isRecordOf(record: unknown, keys: ReadonlySet<string>, secrets: Secrets): boolean {
  const data = kinesisRecordSchema.safeParse(record).data?.kinesis.data;
  if (data !== undefined) return isEventOf(Buffer.from(data, 'base64').toString(), keys, secrets);
  // an item of a table has the key of its profile, and what failed has its payload as text
  return (
    mentions(record, keys, secrets.identityKey) ||
    textsIn(record).some((text) => isEventOf(text, keys, secrets))
  );
}

const imageSchema = z.object({
  dynamodb: z.object({ NewImage: z.object({ payload: z.object({ S: z.string() }) }) }),
});

const textsIn = (record: unknown): string[] => {
  const image = imageSchema.safeParse(record).data?.dynamodb.NewImage;
  return image === undefined ? [] : [image.payload.S];
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: nobody is named in a way that is known here
  }
}
