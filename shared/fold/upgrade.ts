import type { StreamEvent } from '../../events/stream-event.ts';
import { observeHistory } from '../profiles/observed.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { copyMentioned } from './apply-event.ts';
import type { Draft } from './draft.ts';
import { evaluateSegments } from './evaluate.ts';

/** What definitions published since the profile's last write ask for; undefined: nothing. */
export function missingParts(definitions: number, compiled: CompiledSegments): CompiledSegments | undefined {
  const windows = compiled.windows.filter(({ since }) => since > definitions);
  const accumulators = compiled.accumulators.filter(({ since }) => since > definitions);
  if (windows.length + accumulators.length === 0) return undefined;
  return { ...compiled, windows, accumulators };
}

/**
 * Brings a profile to the present definitions: builds what is missing from its history and evaluates, flips of what is new
 * marked `backfill`.
 */
export function upgradeDraft(
  draft: Draft,
  history: readonly StreamEvent[],
  context: { readonly compiled: CompiledSegments; readonly number: number; readonly now: number },
): void {
  const { profile } = draft;
  const missing = missingParts(profile.definitions, context.compiled);
  if (missing) rebuild(draft, history, missing);
  copyMentioned(draft, context.compiled);
  const backfillSince = profile.definitions;
  profile.definitions = context.number;
  evaluateSegments(profile, context.compiled, { now: context.now, backfillSince, byTimeAlone: true });
  draft.isChanged = true;
}

function rebuild({ profile }: Draft, history: readonly StreamEvent[], missing: CompiledSegments): void {
  const windows = new Map(profile.windows);
  const accumulators = new Map(profile.accumulators);
  for (const { key } of missing.windows) windows.delete(key);
  for (const { key } of missing.accumulators) accumulators.delete(key);
  Object.assign(profile, { windows, accumulators });
  observeHistory(profile, missing, history);
}
