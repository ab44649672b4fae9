import type { StreamEvent } from '../../events/stream-event.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { observe } from '../segments/observe.ts';
import type { Window, WindowSpec } from '../segments/window.ts';
import { mentionedTraits } from './apply-event.ts';
import type { Draft } from './draft.ts';
import { evaluateSegments } from './evaluate.ts';

/** The windows that segments published since the profile's last write ask for. */
export function missingWindows(definitions: number, compiled: CompiledSegments): readonly WindowSpec[] {
  return compiled.windows.filter((spec) => spec.since > definitions);
}

/**
 * Brings a profile to the present definitions: builds the missing windows from its history and evaluates, flips of what is
 * new marked `backfill`.
 */
export function upgradeDraft(
  draft: Draft,
  history: readonly StreamEvent[],
  context: { readonly compiled: CompiledSegments; readonly number: number; readonly now: number },
): void {
  const { profile } = draft;
  const missing = missingWindows(profile.definitions, context.compiled);
  if (missing.length > 0) rebuild(draft, history, { ...context.compiled, windows: missing });
  profile.mentionedTraits = mentionedTraits(draft, context.compiled);
  const backfillSince = profile.definitions;
  profile.definitions = context.number;
  evaluateSegments(profile, context.compiled, { now: context.now, backfillSince });
  draft.isChanged = true;
}

function rebuild({ profile }: Draft, history: readonly StreamEvent[], compiled: CompiledSegments): void {
  for (const { key } of compiled.windows) profile.windows.delete(key);
  profile.windows = observeHistory(profile.windows, history, compiled);
}

/** Adds past events to the windows; what the platform wrote back never feeds a rule. */
export function observeHistory(
  windows: Map<string, Window>,
  history: readonly StreamEvent[],
  compiled: CompiledSegments,
): Map<string, Window> {
  let observed = windows;
  for (const { event, source, properties = {}, timestamp } of history) {
    if (event === undefined || source.kind === 'platform') continue;
    observed = observe(observed, compiled, { name: event, properties, at: Date.parse(timestamp) });
  }
  return observed;
}
