import type { StreamEvent } from '../../events/stream-event.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { observe } from '../segments/observe.ts';
import type { WindowSpec } from '../segments/window.ts';
import { mentionedTraits } from './apply-event.ts';
import type { Draft } from './draft.ts';
import { evaluateSegments } from './evaluate.ts';

/** The windows that segments published since the profile's last write ask for. */
export function missingWindows(definitions: number, compiled: CompiledSegments): readonly WindowSpec[] {
  return compiled.windows.filter((spec) => spec.since > definitions);
}

/** Brings a profile to the present definitions: builds the missing windows from its history and evaluates, flips of what is new marked `backfill`. */
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

function rebuild(draft: Draft, history: readonly StreamEvent[], compiled: CompiledSegments): void {
  for (const { key } of compiled.windows) draft.profile.windows.delete(key);
  for (const event of history) {
    if (event.event === undefined || event.source.kind === 'platform') continue;
    const fact = { name: event.event, properties: event.properties ?? {}, at: Date.parse(event.timestamp) };
    draft.profile.windows = observe(draft.profile.windows, compiled, fact);
  }
}
