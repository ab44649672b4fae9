import { AwsError } from '../../protocols/service.ts';

const LIFETIME_MS = 15 * 60_000;

/** A place in a shard: `after` is the sequence number before it, undefined at the beginning. */
export type Place = { readonly arn: string; readonly shardId: string; readonly after: string | undefined };

/** A shard iterator holds all there is to know, so nobody has to remember it. */
export function iteratorOf(place: Place, now: number): string {
  return Buffer.from(JSON.stringify({ ...place, at: now })).toString('base64');
}

export function placeOf(iterator: unknown, now: number): Place {
  const { at, ...place } = parse(iterator);
  if (at >= now - LIFETIME_MS) return place;
  throw new AwsError(
    'ExpiredIteratorException',
    'Iterator expired. The iterator was created more than 15 minutes ago.',
  );
}

function parse(iterator: unknown): Place & { readonly at: number } {
  try {
    // only iteratorOf() makes iterators
    return JSON.parse(Buffer.from(String(iterator), 'base64').toString());
  } catch (cause) {
    throw new AwsError('ValidationException', `Invalid ShardIterator: ${String(cause)}`);
  }
}
