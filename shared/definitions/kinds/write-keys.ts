import type { Source, WriteKey } from './source.ts';

export type WriteKeyState = 'active' | 'expiring' | 'expired' | 'off';

/** Whether the collector takes events with a key, and whether that will end. */
export function writeKeyState({ enabled }: Pick<Source, 'enabled'>, key: WriteKey, now: Date): WriteKeyState {
  if (!enabled) return 'off';
  if (key.expires === undefined) return 'active';
  return Date.parse(key.expires) > now.getTime() ? 'expiring' : 'expired';
}

/** The keys with one more: those in use work until `expires` at most, those that expired are forgotten. */
export function withNextKey(keys: readonly WriteKey[], next: WriteKey, expires: string): WriteKey[] {
  const inUse = keys.filter((key) => key.expires === undefined || key.expires > next.since);
  const ending = inUse.map((key) => ({ ...key, expires: earlier(key.expires ?? expires, expires) }));
  return [...ending, next];
}

const earlier = (one: string, other: string): string => (one < other ? one : other);
