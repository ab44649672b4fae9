import { hash } from 'node:crypto';
import type { DefinitionReader, LiveDefinition } from '../../shared/definitions/definition-store.ts';
import { type Source, sourceSchema } from '../../shared/definitions/kinds/source.ts';
import type { EventContract, EventSource } from '../../shared/events/arrival.ts';
import { storedContractSchema } from '../../shared/json/contract/contract-definition.ts';
import { logger } from '../lib/observability.ts';

export type KnownSource = EventSource & {
  readonly origins: readonly string[];
  /** events a second; none means no limit */
  readonly rate?: number | undefined;
};

/** Which source a write key belongs to, and whether any source may be used from an origin. */
export type SourceDirectory = {
  find(writeKey: string): Promise<KnownSource | undefined>;
  allowsOrigin(origin: string): Promise<boolean>;
};

// a revoked key works at most this long
const FRESH_MILLISECONDS = 10_000;
// a new key works after this long, and a flood of wrong keys costs one read in it
const UNKNOWN_KEY_MILLISECONDS = 1_000;

type Issued = { readonly source: KnownSource; readonly expires: number };
type Snapshot = {
  readonly number: number;
  readonly keys: ReadonlyMap<string, Issued>;
  readonly sources: readonly KnownSource[];
};
type State = { snapshot: Snapshot | undefined; checkedAt: number; refreshing: Promise<Snapshot> | undefined };

export function sourceDirectory(reader: DefinitionReader, now: () => number): SourceDirectory {
  const state: State = { snapshot: undefined, checkedAt: Number.NEGATIVE_INFINITY, refreshing: undefined };
  const within = async (milliseconds: number): Promise<Snapshot> => {
    if (state.snapshot !== undefined && now() - state.checkedAt < milliseconds) return state.snapshot;
    state.refreshing ??= refresh(reader, state, now).finally(() => {
      state.refreshing = undefined;
    });
    return state.refreshing;
  };
  return {
    find: async (writeKey) => {
      const known = lookUp(await within(FRESH_MILLISECONDS), writeKey, now());
      return known ?? lookUp(await within(UNKNOWN_KEY_MILLISECONDS), writeKey, now());
    },
    allowsOrigin: async (origin) => {
      const { sources } = await within(FRESH_MILLISECONDS);
      return sources.some((source) => mayAnswer(source, origin));
    },
  };
}

export function mayAnswer({ origins }: KnownSource, origin: string): boolean {
  return origins.includes('*') || origins.includes(origin);
}

async function refresh(reader: DefinitionReader, state: State, now: () => number): Promise<Snapshot> {
  try {
    const number = await reader.number();
    if (state.snapshot?.number !== number) state.snapshot = await loadSnapshot(reader);
    state.checkedAt = now();
    return state.snapshot;
  } catch (error) {
    // stale keys beat lost events: without the table a key is revoked late rather than every event refused
    if (state.snapshot === undefined) throw error;
    logger.warn('sources not refreshed', { name: error instanceof Error ? error.name : 'unknown' });
    state.checkedAt = now();
    return state.snapshot;
  }
}

async function loadSnapshot(reader: DefinitionReader): Promise<Snapshot> {
  const { number, sources } = await loadSources(reader);
  return snapshotOf(number, sources);
}

type Loaded = { readonly number: number; readonly sources: readonly (Source & KnownSource)[] };

/** The sources in force, each with its contract. */
export async function loadSources(reader: DefinitionReader): Promise<Loaded> {
  const { number, definitions } = await reader.load(['source', 'contract']);
  const ofKind = (kind: string) => definitions.filter((definition) => definition.kind === kind);
  const parsed = ofKind('source').map(({ body }) => sourceSchema.safeParse(body));
  // one unreadable source must not silence the others
  const broken = parsed.filter(({ success }) => !success).length;
  if (broken > 0) logger.error('sources unreadable', { count: broken });
  const contracts = await compileContracts(ofKind('contract'));
  const sources = parsed.flatMap(({ data }) => data ?? []);
  return { number, sources: sources.map((source) => ({ ...source, contract: contracts.get(source.id) })) };
}

/** The validator is loaded with the first contract: most collectors never need it, and it takes longer to load than they do. */
async function compileContracts(
  definitions: readonly LiveDefinition[],
): Promise<ReadonlyMap<string, EventContract | undefined>> {
  if (definitions.length === 0) return new Map();
  const { compileContract } = await import('../../shared/json/contract/compile-contract.ts');
  return new Map(definitions.map(({ id, body }) => [id, compileContract(storedContractSchema.parse(body))]));
}

function snapshotOf(number: number, sources: Loaded['sources']): Snapshot {
  const keys = new Map<string, Issued>();
  for (const source of sources.filter(({ enabled }) => enabled))
    for (const { key, expires } of source.writeKeys)
      keys.set(hashOf(key), {
        source,
        expires: expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires),
      });
  return { number, keys, sources };
}

function lookUp({ keys }: Snapshot, writeKey: string, at: number): KnownSource | undefined {
  const issued = keys.get(hashOf(writeKey));
  return issued === undefined || issued.expires <= at ? undefined : issued.source;
}

/** Keys are compared by hash: how long that takes says nothing about a key. */
function hashOf(writeKey: string): string {
  return hash('sha256', writeKey, 'base64');
}
