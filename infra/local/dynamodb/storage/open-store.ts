import { mkdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { type DynaliteStore, keys, type LevelDatabase, type LevelRange } from './dynalite.ts';
import { entryKey } from './index-entries.ts';

/** Opens dynalite's own store: in a folder when a path is given, else in memory. */
export async function openStore(options: {
  path: string | undefined;
  region: string;
  accountId: string;
}): Promise<DynaliteStore> {
  if (options.path !== undefined) mkdirSync(options.path, { recursive: true });
  const store = keys.create({ path: options.path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsRegion = options.region;
  store.tableDb.awsAccountId = options.accountId;
  closeIterators(store.db);
  keys.createIndexKey = entryKey;
  await store.db.open();
  return store;
}

// dynalite 4.0.0 leaves the iterator of every query open, and with it a snapshot of the database
function closeIterators(database: LevelDatabase): void {
  database.createValueStream = (range) => Readable.from(valuesOf(database, range));
  database.createKeyStream = (range) => Readable.from(keysOf(database, range));
}

const READ_AHEAD = 64;

async function* valuesOf(database: LevelDatabase, range: LevelRange): AsyncGenerator<unknown> {
  const iterator = database.values(range);
  try {
    for (;;) {
      const values = await iterator.nextv(READ_AHEAD);
      if (values.length === 0) return;
      yield* values;
    }
  } finally {
    await iterator.close();
  }
}

async function* keysOf(database: LevelDatabase, range: LevelRange): AsyncGenerator<string> {
  yield* await database.keys(range).all();
}
