import type { Clock } from '../clock.ts';
import { AwsError } from '../protocols/service.ts';
import {
  type Callback,
  checkInput,
  type DynaliteStore,
  type LevelDatabase,
  runAction,
  type TableDescription,
} from './storage/dynalite.ts';
import { Partitions } from './storage/partitions.ts';
import { streamPrefix, TableStream, trimmedKey } from './streams/table-stream.ts';
import { settingsOf, type TableProps, type TableSettings } from './table-settings.ts';
import { expiryOperationsOfTable, expiryPrefix } from './time-to-live/expiries.ts';

/** One active table with what dynalite does not know of it. */
export type Table = {
  readonly description: TableDescription;
  readonly settings: TableSettings;
  readonly stream: TableStream | undefined;
  partitions: Partitions | undefined;
};

type TablesOptions = { readonly store: DynaliteStore; readonly clock: Clock; readonly region: string };

/** The tables, kept in memory; `store` answers dynalite's actions from here. */
export class Tables {
  readonly store: DynaliteStore;
  readonly #database: LevelDatabase;
  readonly #options: TablesOptions;
  readonly #tables = new Map<string, Table>();

  static async open(options: TablesOptions): Promise<Tables> {
    const tables = new Tables(options);
    const found = await options.store.db.iterator({ gt: 'table~', lt: 'table~~' }).all();
    // dynalite writes table descriptions, and nothing else, under this prefix
    for (const [, value] of found) await tables.#restore(value as TableDescription);
    return tables;
  }

  private constructor(options: TablesOptions) {
    this.#options = options;
    this.#database = options.store.db;
    this.store = { ...options.store, getTable: (...call) => this.#getTable(...call) };
  }

  all(): Table[] {
    return [...this.#tables.values()];
  }

  find(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  require(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: Table: ${name} not found`,
      );
    }
    return table;
  }

  /** Creates a table as CloudFormation's properties say; one that exists with the same key is brought up to date. */
  async create(props: TableProps): Promise<Table> {
    const settings = settingsOf(props, this.#options.clock.now());
    const existing = this.#tables.get(props.TableName);
    if (existing === undefined) return this.#createNew(props, settings);
    requireSameKey(existing.description, props);
    const label = existing.settings.streamLabel ?? settings.streamLabel;
    return this.change(
      existing,
      settings.streamViewType === undefined ? settings : { ...settings, streamLabel: label },
    );
  }

  async change(table: Table, settings: TableSettings): Promise<Table> {
    const { description } = table;
    await this.#database.put(settingsKey(description.TableName), settings);
    if (settings.ttlAttribute !== table.settings.ttlAttribute) {
      await this.#sortExpiries(description, settings.ttlAttribute);
    }
    return this.#add(description);
  }

  async delete(name: string): Promise<TableDescription> {
    const { description } = this.require(name);
    this.#tables.delete(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    const tableDb = {
      ...this.#options.store.tableDb,
      del: (key: string, callback: Callback) =>
        this.#options.store.tableDb.del(key, (error) => {
          callback(error);
          resolve();
        }),
    };
    await runAction({ ...this.#options.store, tableDb }, 'deleteTable', { TableName: name });
    await promise;
    await this.#clear(name);
    return { ...description, TableStatus: 'DELETING' };
  }

  /** The partition keys of a table, kept up to date from the first call on. */
  partitions(table: Table): Promise<readonly string[]> {
    table.partitions ??= new Partitions(this.#database, table.description.TableName);
    return table.partitions.list();
  }

  async #createNew(props: TableProps, settings: TableSettings): Promise<Table> {
    const { StreamSpecification, TimeToLiveSpecification, ...known } = props;
    const input = checkInput(this.store, 'createTable', structuredClone(known));
    // settings first: a crash in between leaves no table that writes no stream
    await this.#database.put(settingsKey(props.TableName), settings);
    return this.#add(await this.#createActive(input));
  }

  /** dynalite answers while the table is being created: this waits until it is active. */
  async #createActive(input: object): Promise<TableDescription> {
    const { promise, resolve } = Promise.withResolvers<TableDescription>();
    const { tableDb } = this.#options.store;
    const put = (key: string, value: unknown, callback: Callback) => {
      // dynalite puts table descriptions, and nothing else, here
      const description = value as TableDescription & { CreationDateTime: number };
      description.CreationDateTime = this.#options.clock.now() / 1000;
      tableDb.put(key, description, (error) => {
        callback(error);
        if (description.TableStatus === 'ACTIVE') resolve(description);
      });
    };
    await runAction({ ...this.#options.store, tableDb: { ...tableDb, put } }, 'createTable', input);
    return promise;
  }

  // one that was being created or deleted when the process died has no data to keep
  async #restore(description: TableDescription): Promise<void> {
    if (description.TableStatus === 'ACTIVE') await this.#add(description);
    else await this.#clear(description.TableName);
  }

  async #clear(name: string): Promise<void> {
    const prefixes = [`item-${name}~`, `index-global~${name}~`, `index-local~${name}~`];
    for (const gt of [...prefixes, streamPrefix(name), expiryPrefix(name)])
      await this.#database.clear({ gt, lt: `${gt}~` });
    await this.#database.batch(
      [settingsKey(name), trimmedKey(name), `table~${name}`].map((key) => ({ type: 'del', key })),
    );
  }

  async #add(description: TableDescription): Promise<Table> {
    const name = description.TableName;
    // only this class writes settings
    const settings = ((await this.#database.get(settingsKey(name))) ?? {}) as TableSettings;
    const earlier = this.#tables.get(name);
    const stream = earlier?.stream ?? (await this.#openStream(description, settings));
    const table = { description, settings, stream, partitions: earlier?.partitions };
    this.#tables.set(name, table);
    return table;
  }

  async #openStream(table: TableDescription, settings: TableSettings): Promise<TableStream | undefined> {
    const { streamViewType: viewType, streamLabel: label } = settings;
    if (viewType === undefined || label === undefined) return undefined;
    const { clock, region } = this.#options;
    return TableStream.open({ database: this.#database, clock, region, table, viewType, label });
  }

  async #sortExpiries(table: TableDescription, attribute: string | undefined): Promise<void> {
    const gt = expiryPrefix(table.TableName);
    await this.#database.clear({ gt, lt: `${gt}~` });
    if (attribute === undefined) return;
    await this.#database.batch(await expiryOperationsOfTable(this.#database, { table, attribute }));
  }

  #getTable(...[name, checkStatus, callback]: Parameters<DynaliteStore['getTable']>): void {
    const answer = typeof checkStatus === 'function' ? checkStatus : callback;
    const table = this.#tables.get(name);
    if (table === undefined || answer === undefined) {
      this.#options.store.getTable(name, checkStatus, callback);
      return;
    }
    answer(null, table.description);
  }
}

function settingsKey(table: string): string {
  return `settings~${table}`;
}

function requireSameKey(existing: TableDescription, props: TableProps): void {
  const [got, wanted] = [existing.KeySchema, props.KeySchema].map((schema) =>
    schema.map((key) => `${key.AttributeName} ${key.KeyType}`).join(', '),
  );
  if (got === wanted) return;
  throw new AwsError(
    'ResourceInUseException',
    `table ${props.TableName} exists with the key ${got}, a table's key cannot become ${wanted}`,
  );
}
