import { Refusal } from '../refusal.ts';

export type Taking = { readonly writeKey: string; readonly events: number; readonly perSecond: number };
export type RateLimit = (taking: Taking) => Refusal | undefined;

type Bucket = { readonly tokens: number; readonly at: number };

/**
 * A bucket of tokens for each write key, holding what one second allows. It lives in this environment's memory, so it costs
 * no write, and each environment gives the full rate. A batch is taken whole while a token is left; its debt delays the next.
 */
export function rateLimit(now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  return ({ writeKey, events, perSecond }) => {
    const at = now();
    const tokens = tokensAt(at, buckets.get(writeKey), perSecond);
    if (tokens < 1) return tooMany((1 - tokens) / perSecond);
    buckets.set(writeKey, { tokens: tokens - events, at });
    return undefined;
  };
}

function tokensAt(at: number, bucket: Bucket | undefined, perSecond: number): number {
  if (bucket === undefined) return perSecond;
  const seconds = Math.max(0, at - bucket.at) / 1_000; // clocks may step back
  return Math.min(perSecond, bucket.tokens + seconds * perSecond);
}

function tooMany(seconds: number): Refusal {
  const message = 'this write key is over its rate, please send the events again later';
  return new Refusal(429, 'rate_limited', message).withHeaders({ 'retry-after': String(Math.ceil(seconds)) });
}
