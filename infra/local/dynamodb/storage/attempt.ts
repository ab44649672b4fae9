import {
  type Callback,
  type DynaliteError,
  type DynaliteStore,
  isDynaliteError,
  type LevelOperation,
  runAction,
  type SubDatabase,
} from './dynalite.ts';
import type { Item } from './item.ts';

/** What one item was and becomes; `key` is its key inside the table. */
export type Change = {
  readonly table: string;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};

export type Attempt =
  | {
      readonly status: 'accepted';
      readonly answer: unknown;
      readonly operations: readonly LevelOperation[];
      readonly changes: readonly Change[];
    }
  | { readonly status: 'refused'; readonly error: DynaliteError; readonly existing: Item | undefined };

/**
 * Runs one of dynalite's actions unchanged, but keeps its writes back: items, index entries and stream records
 * are then written together.
 */
export async function attempt(store: DynaliteStore, action: string, input: object): Promise<Attempt> {
  const overlay = new Overlay(store);
  try {
    const answer = await Promise.race([runAction(overlay.store, action, input), overlay.fault]);
    return { status: 'accepted', answer, operations: overlay.operations, changes: overlay.changes };
  } catch (error) {
    if (!isDynaliteError(error)) throw error;
    return { status: 'refused', error, existing: overlay.lastRead };
  }
}

class Overlay {
  readonly operations: LevelOperation[] = [];
  readonly changes: Change[] = [];
  readonly store: DynaliteStore;
  readonly fault: Promise<never>;
  lastRead: Item | undefined;
  readonly #base: DynaliteStore;
  readonly #read = new Map<string, Item | undefined>();
  readonly #fail: (reason: unknown) => void;

  constructor(base: DynaliteStore) {
    this.#base = base;
    const { promise, reject } = Promise.withResolvers<never>();
    this.fault = promise;
    this.#fail = reject;
    this.store = {
      ...base,
      getItemDb: (table) => this.#items(table),
      getIndexDb: (type, table, index) => this.#index(type, table, index),
    };
  }

  #items(table: string): SubDatabase {
    const prefix = `item-${table}~`;
    return {
      ...this.#base.getItemDb(table),
      lock: notLocked,
      get: (key, callback) => this.#get(prefix + key, callback),
      put: (key, value, callback) => {
        this.operations.push({ type: 'put', key: prefix + key, value });
        // items are only ever written by dynalite's item actions
        this.#change(table, key, value as Item);
        callback(null);
      },
      del: (key, callback) => {
        this.operations.push({ type: 'del', key: prefix + key });
        this.#change(table, key, undefined);
        callback(null);
      },
    };
  }

  #index(type: string, table: string, index: string): SubDatabase {
    const prefix = `index-${type.toLowerCase()}~${table}~${index}~`;
    return {
      ...this.#base.getIndexDb(type, table, index),
      put: (key, value, callback) => {
        this.operations.push({ type: 'put', key: prefix + key, value });
        callback(null);
      },
      del: (key, callback) => {
        this.operations.push({ type: 'del', key: prefix + key });
        callback(null);
      },
    };
  }

  // a fault inside dynalite's callback must fail the call, not the process
  #get(key: string, callback: Callback): void {
    this.#base.db
      .get(key)
      .then((value) => {
        // items are only ever written by dynalite's item actions
        this.lastRead = value as Item | undefined;
        this.#read.set(key, this.lastRead);
        callback(null, value);
      }, callback)
      .catch(this.#fail);
  }

  // every item action reads the item before it writes it
  #change(table: string, key: string, after: Item | undefined): void {
    this.changes.push({ table, key, before: this.#read.get(`item-${table}~${key}`), after });
  }
}

// the caller holds the lock already, for all keys of a transaction at once
function notLocked(_key: string, work: (release: (callback: Callback) => Callback) => void): void {
  work((callback) => callback);
}
