import { RetryableError } from '../../errors.ts';
import { isNamed } from '../definition-kind.ts';
import type { DefinitionStore } from '../definition-store.ts';
import { isStale, maxAttempts, readState } from '../read-state.ts';
import { archiveEntry, latestVersion } from './decide-save.ts';
import { findArchiveRefusal } from './find-refusal.ts';
import type { SaveOutcome, SaveRequest } from './save-definition.ts';

/** Takes a definition out of force, unless a live one names it; its versions stay readable. */
export async function archiveDefinition(
  store: DefinitionStore,
  request: Pick<SaveRequest, 'kind' | 'id' | 'ifMatch'>,
): Promise<SaveOutcome | { readonly status: 'missing' }> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { index, entry, latest } = await readState(store, request);
    if (entry === undefined) return { status: 'missing' };
    if (isStale(request.ifMatch, entry)) return { status: 'stale', latest: latestVersion(entry) };
    const body = latest ?? {};
    if (entry.status === 'archived') return { status: 'unchanged', entry, body };
    const refusal = await findArchiveRefusal(store, index, entry);
    if (refusal) return { status: 'refused', ...refusal };
    const next = archiveEntry(index, entry);
    const saved = await store.saveChange({ index: next });
    const archived = next.entries.find((one) => isNamed(one, request.kind.kind, request.id));
    if (saved === 'saved' && archived) return { status: 'changed', entry: archived, body };
  }
  throw new RetryableError(`too many saves at once: \`${request.id}\` was not archived, try again`);
}
