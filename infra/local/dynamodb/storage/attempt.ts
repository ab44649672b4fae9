import { type Condition, holds } from '../expressions/condition.ts';
import { type Change, itemPrefix } from './change.ts';
import {
  type Callback,
  type DynaliteError,
  type DynaliteStore,
  isDynaliteError,
  keys,
  runAction,
  type SubDatabase,
} from './dynalite.ts';
import type { Item } from './item.ts';

export type Attempt =
  | { readonly status: 'accepted'; readonly answer: object; readonly changes: readonly Change[] }
  | { readonly status: 'refused'; readonly error: DynaliteError; readonly existing: Item | undefined };

/**
 * Runs one of dynalite's actions, but keeps its writes back: items, index entries and stream records are then
 * written together. Its condition is judged here, between the action's reading and its writing.
 */
export async function attempt(store: DynaliteStore, action: string, input: object): Promise<Attempt> {
  const { _condition: compiled, ...rest } = input as { _condition?: { readonly expression: Condition } };
  const overlay = new Overlay(store, compiled?.expression);
  try {
    const answer = await Promise.race([runAction(overlay.store, action, rest), overlay.fault]);
    return { status: 'accepted', answer: { ...(answer as object) }, changes: overlay.changes };
  } catch (error) {
    if (!isDynaliteError(error)) throw error;
    return { status: 'refused', error, existing: overlay.lastRead };
  }
}

class Overlay {
  readonly changes: Change[] = [];
  readonly store: DynaliteStore;
  readonly fault: Promise<never>;
  lastRead: Item | undefined;
  readonly #base: DynaliteStore;
  readonly #condition: Condition | undefined;
  readonly #read = new Map<string, Item | undefined>();
  readonly #fail: (reason: unknown) => void;

  constructor(base: DynaliteStore, condition: Condition | undefined) {
    this.#base = base;
    this.#condition = condition;
    const { promise, reject } = Promise.withResolvers<never>();
    this.fault = promise;
    this.#fail = reject;
    this.store = {
      ...base,
      getItemDb: (table) => this.#items(table),
      getIndexDb: (type, table, index) => ({ ...base.getIndexDb(type, table, index), ...notWritten }),
    };
  }

  #items(table: string): SubDatabase {
    return {
      ...this.#base.getItemDb(table),
      lock: notLocked,
      get: (key, callback) => this.#get(itemPrefix(table) + key, callback),
      put: (key, value, callback) => {
        // items are only ever written by dynalite's item actions
        this.#change(table, key, value as Item);
        callback(null);
      },
      del: (key, callback) => {
        this.#change(table, key, undefined);
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
        const isMet = this.#condition === undefined || holds(this.#condition, this.lastRead ?? {});
        callback(isMet ? null : conditionalCheckFailed(), value);
      }, callback)
      .catch(this.#fail);
  }

  // every item action reads the item before it writes it
  #change(table: string, key: string, after: Item | undefined): void {
    this.changes.push({ table, key, before: this.#read.get(itemPrefix(table) + key), after });
  }
}

// index entries follow from the change of the item
const notWritten = {
  put: (_key: string, _value: unknown, callback: Callback) => callback(null),
  del: (_key: string, callback: Callback) => callback(null),
};

// the caller holds the lock already, for all keys of a transaction at once
function notLocked(_key: string, work: (release: (callback: Callback) => Callback) => void): void {
  work((callback) => callback);
}

function conditionalCheckFailed(): DynaliteError {
  const error = keys.validationError('The conditional request failed');
  return Object.assign(error, { body: { ...error.body, __type: 'ConditionalCheckFailedException' } });
}
