import { didYouMean } from '../../nearest.ts';
import type { DefinitionBody, DefinitionKind, Refusal } from '../definition-kind.ts';
import type { DefinitionIndex, DefinitionStore, IndexEntry, LiveDefinition } from '../definition-store.ts';
import type { DefinitionName } from '../read-state.ts';
import { definitionKinds } from '../registry.ts';
import type { SavedState } from './decide-save.ts';

type Named = { readonly kind: string; readonly id: string };
type Referrer = { readonly kind: DefinitionKind; readonly body: DefinitionBody; readonly id: string };

/** Why a body may not go live beside what is. */
export async function findRefusal(
  store: DefinitionStore,
  { kind, id }: DefinitionName,
  { state, body }: { state: SavedState; body: DefinitionBody },
): Promise<Refusal | undefined> {
  const { index } = state;
  const found = refuseTooMany(index, { kind, id }) ?? refuseUnknown(index, kind, body);
  if (found) return found;
  const own = await refuseBeside(store, index, { kind, id, body });
  return own ?? refuseForReferrers(store, state, { kind, id, body });
}

/** Why a definition may not be taken out of force: the live ones that name it. */
export async function findArchiveRefusal(
  store: DefinitionStore,
  index: DefinitionIndex,
  entry: IndexEntry,
): Promise<Refusal | undefined> {
  if (entry.status !== 'live') return undefined;
  const naming = definitionKinds.filter(({ references }) => references !== undefined);
  const referrers = await findReferrers(store, index, { name: entry, kinds: naming });
  if (referrers.length === 0) return undefined;
  const names = referrers.map(({ kind, id }) => `${kind.kind} \`${id}\``).join(', ');
  return {
    code: 'referenced',
    message: `${entry.kind} \`${entry.id}\` is used by ${names}; change these first`,
  };
}

function refuseTooMany(index: DefinitionIndex, { kind, id }: DefinitionName): Refusal | undefined {
  const others = liveIds(index, kind.kind).filter((other) => other !== id);
  if (kind.maximumLive === undefined || others.length < kind.maximumLive) return undefined;
  const message = `${others.length} ${kind.path} are live already; archive one before publishing another`;
  return { code: 'too_many', message, allowed: kind.maximumLive };
}

function refuseUnknown(
  index: DefinitionIndex,
  kind: DefinitionKind,
  body: DefinitionBody,
): Refusal | undefined {
  const references = kind.references?.(body) ?? [];
  const missing = references.find(
    (one) => !isAlwaysInForce(one) && !liveIds(index, one.kind).includes(one.id),
  );
  if (missing === undefined) return undefined;
  const allowed = liveIds(index, missing.kind);
  return {
    code: `unknown_${missing.kind}`,
    message: `no ${missing.kind} \`${missing.id}\` is live${didYouMean(missing.id, allowed)}`,
    pointer: missing.pointer,
    allowed,
  };
}

/** A kind of which there is only one may be in force although nobody ever saved it. */
function isAlwaysInForce({ kind }: Named): boolean {
  return definitionKinds.some((one) => one.kind === kind && one.only?.body !== undefined);
}

async function refuseBeside(
  store: DefinitionStore,
  index: DefinitionIndex,
  { kind, id, body }: Referrer,
): Promise<Refusal | undefined> {
  if (kind.refuse === undefined) return undefined;
  const needed = asksForNeeded(kind, body) ? (kind.needs ?? [kind.kind]) : [];
  const live = await loadLive(store, index, needed);
  return kind.refuse(
    body,
    live.filter((other) => !isSame(other, { kind: kind.kind, id })),
  );
}

/** Other kinds are needed for what a body names of them; its own kind always. */
function asksForNeeded({ needs, references }: DefinitionKind, body: DefinitionBody): boolean {
  return needs === undefined || (references?.(body) ?? []).some(({ kind }) => needs.includes(kind));
}

/** What names the definition must be able to live with its new body. */
async function refuseForReferrers(
  store: DefinitionStore,
  { index, entry }: SavedState,
  { kind, id, body }: Referrer,
): Promise<Refusal | undefined> {
  if (entry?.status !== 'live') return undefined;
  const asking = definitionKinds.filter(({ needs }) => needs?.includes(kind.kind));
  const referrers = await findReferrers(store, index, { name: entry, kinds: asking });
  if (referrers.length === 0) return undefined;
  const live = await loadLive(store, index, [...new Set(asking.flatMap(({ needs = [] }) => needs))]);
  const changed = live.map((other) => (isSame(other, { kind: kind.kind, id }) ? { ...other, body } : other));
  for (const { kind: asker, id: referrer, body: its } of referrers) {
    const beside = changed.filter((other) => asker.needs?.includes(other.kind));
    const refusal = asker.refuse?.(its, beside);
    if (refusal) return { code: 'referenced', message: `${asker.kind} \`${referrer}\`: ${refusal.message}` };
  }
  return undefined;
}

async function findReferrers(
  store: DefinitionStore,
  index: DefinitionIndex,
  { name, kinds }: { name: Named; kinds: readonly DefinitionKind[] },
): Promise<readonly Referrer[]> {
  const live = await loadLive(
    store,
    index,
    kinds.map(({ kind }) => kind),
  );
  return live.flatMap(({ id, body, kind: kindName }) => {
    const kind = kinds.find((one) => one.kind === kindName);
    const named = bodyOf(body);
    return kind?.references?.(named).some((one) => isSame(one, name)) ? [{ kind, id, body: named }] : [];
  });
}

async function loadLive(
  store: DefinitionStore,
  index: DefinitionIndex,
  kinds: readonly string[],
): Promise<readonly LiveDefinition[]> {
  if (!kinds.some((kind) => liveIds(index, kind).length > 0)) return [];
  return (await store.load(kinds)).definitions;
}

function liveIds({ entries }: DefinitionIndex, kind: string): readonly string[] {
  return entries.filter((entry) => entry.kind === kind && entry.status === 'live').map(({ id }) => id);
}

const isSame = (one: Named, other: Named): boolean => one.kind === other.kind && one.id === other.id;

// a stored body was parsed when it was saved
const bodyOf = (body: unknown): DefinitionBody => ({ ...Object(body) });
