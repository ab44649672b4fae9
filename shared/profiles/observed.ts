import type { StreamEvent } from '../../events/stream-event.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { isMessageEvent } from '../segments/standing/message.ts';
import { mergeWindows, type ObservedEvent, observe, pruneWindows } from '../segments/windows/observe.ts';
import { accumulate, mergeAccumulators, pruneAccumulators } from './computed/accumulators.ts';
import type { Profile } from './profile.ts';

/** What events leave behind for segments and computed traits to be answered from. */
export type Observed = Pick<Profile, 'windows' | 'accumulators'>;

export function observeFact(into: Observed, compiled: CompiledSegments, fact: ObservedEvent): void {
  into.windows = observe(into.windows, compiled, fact);
  into.accumulators = accumulate(into.accumulators, compiled.accumulators, fact);
}

/** An event as rules see it; undefined: none is about it. Of what the platform wrote back that is what became of messages. */
export function factOf({
  event,
  source,
  properties = {},
  timestamp,
}: StreamEvent): ObservedEvent | undefined {
  if (event === undefined) return undefined;
  const fact = { name: event, properties, at: Date.parse(timestamp) };
  if (source.kind !== 'platform') return fact;
  return isMessageEvent(event) ? { ...fact, ofPlatform: true } : undefined;
}

export function observeHistory(
  into: Observed,
  compiled: CompiledSegments,
  history: readonly StreamEvent[],
): void {
  for (const fact of history.map(factOf)) if (fact !== undefined) observeFact(into, compiled, fact);
}

export function mergeObserved(into: Observed, from: Observed): void {
  into.windows = mergeWindows(into.windows, from.windows);
  into.accumulators = mergeAccumulators(into.accumulators, from.accumulators);
}

export function pruneObserved(profile: Observed, compiled: CompiledSegments, now: number): void {
  profile.windows = pruneWindows(profile.windows, compiled, now);
  profile.accumulators = pruneAccumulators(profile.accumulators, compiled.accumulators, now);
}
