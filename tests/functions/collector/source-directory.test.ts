import { describe, expect, it } from 'vitest';
import { sourceDirectory } from '../../../functions/collector/source-directory.ts';
import type { DefinitionReader } from '../../../shared/definitions/definition-store.ts';
import { orderCompleted } from '../../shared/json/contract/contract-cases.ts';

const KEY = 'cAAAAAAAAAAAAAAAAAAAAAAAA';
const OTHER_KEY = 'cBBBBBBBBBBBBBBBBBBBBBBBB';
const START = Date.parse('2026-11-21T12:00:00.000Z');

const source = (id: string, key: string, more: object = {}) => ({
  id,
  kind: 'browser',
  origins: ['https://shop.example'],
  writeKeys: [{ key, since: '2026-01-01T00:00:00.000Z', ...more }],
});

/** A Definitions table in memory, and how often it was asked. */
function memoryReader(bodies: unknown[], contracts: { id: string }[] = []) {
  const table = { number: 1, bodies, reads: 0, loads: 0, isDown: false };
  const reader: DefinitionReader = {
    number: async () => {
      table.reads += 1;
      if (table.isDown) throw new Error('down');
      return table.number;
    },
    load: async () => {
      table.loads += 1;
      const definitions = table.bodies.map((body, index) => ({
        kind: 'source',
        id: `s${index}`,
        version: 1,
        since: 1,
        body,
      }));
      const ofSources = contracts.map((body) => ({
        kind: 'contract',
        id: body.id,
        version: 1,
        since: 1,
        body,
      }));
      return { number: table.number, definitions: [...definitions, ...ofSources] };
    },
  };
  return { table, reader };
}

function directoryOver(...bodies: unknown[]) {
  const { table, reader } = memoryReader(bodies);
  const clock = { now: START };
  return { table, clock, sources: sourceDirectory(reader, () => clock.now) };
}

describe('the source directory', () => {
  it('finds the source of a key', async () => {
    const { sources } = directoryOver(source('shop', KEY), source('app', OTHER_KEY));

    expect(await sources.find(OTHER_KEY)).toMatchObject({ id: 'app', kind: 'browser', storeIp: true });
    expect(await sources.find('')).toBeUndefined();
  });

  it('asks the table at most every ten seconds, and loads only what changed', async () => {
    const { sources, table, clock } = directoryOver(source('shop', KEY));

    for (let second = 0; second < 25; second += 1) {
      clock.now = START + second * 1_000;
      await sources.find(KEY);
    }

    expect(table).toMatchObject({ reads: 3, loads: 1 });
  });

  it('forgets a revoked key within ten seconds', async () => {
    const { sources, table, clock } = directoryOver(source('shop', KEY));
    await sources.find(KEY);

    table.bodies = [source('shop', OTHER_KEY)];
    table.number = 2;
    clock.now += 10_000;

    expect(await sources.find(KEY)).toBeUndefined();
  });

  it('learns a new key within a second', async () => {
    const { sources, table, clock } = directoryOver(source('shop', KEY));
    await sources.find(KEY);

    table.bodies = [source('shop', KEY), source('app', OTHER_KEY)];
    table.number = 2;
    clock.now += 1_000;

    expect(await sources.find(OTHER_KEY)).toMatchObject({ id: 'app' });
  });

  it('meets a flood of wrong keys with one read a second', async () => {
    const { sources, table, clock } = directoryOver(source('shop', KEY));
    await sources.find(KEY);

    clock.now += 1_500;
    await Promise.all(Array.from({ length: 100 }, (_, n) => sources.find(`wrong-${n}`)));

    expect(table.reads).toBe(2);
  });

  it('refuses a key that has expired', async () => {
    const { sources, clock } = directoryOver(source('shop', KEY, { expires: '2026-11-21T12:00:05.000Z' }));

    expect(await sources.find(KEY)).toBeDefined();
    clock.now += 5_000;
    expect(await sources.find(KEY)).toBeUndefined();
  });

  it('knows the old key and the new one while a site moves from one to the other', async () => {
    const moving = source('shop', KEY, { expires: '2026-11-21T13:00:00.000Z' });
    moving.writeKeys.push({ key: OTHER_KEY, since: '2026-11-21T12:00:00.000Z' });
    const { sources, clock } = directoryOver(moving);
    const known = async () => [(await sources.find(KEY))?.id, (await sources.find(OTHER_KEY))?.id];

    expect(await known()).toEqual(['shop', 'shop']);
    clock.now += 3_600_000;
    expect(await known()).toEqual([undefined, 'shop']);
  });

  it('refuses every key of a source that is switched off, and takes them when it is on again', async () => {
    const { sources, table, clock } = directoryOver(source('shop', KEY));
    const save = (body: object) => {
      table.bodies = [body];
      table.number += 1;
      clock.now += 10_000;
    };
    await sources.find(KEY);

    save({ ...source('shop', KEY), enabled: false });
    expect(await sources.find(KEY)).toBeUndefined();
    // its pages may still read that they are refused
    expect(await sources.allowsOrigin('https://shop.example')).toBe(true);
    save(source('shop', KEY));
    expect(await sources.find(KEY)).toMatchObject({ id: 'shop' });
  });

  it('goes on with what it knows while the table is down', async () => {
    const { sources, table, clock } = directoryOver(source('shop', KEY));
    await sources.find(KEY);

    table.isDown = true;
    clock.now += 60_000;

    expect(await sources.find(KEY)).toMatchObject({ id: 'shop' });
  });

  it('knows nothing, and says so, while the table was never reached', async () => {
    const { sources, table } = directoryOver(source('shop', KEY));
    table.isDown = true;

    await expect(sources.find(KEY)).rejects.toThrow('down');
    table.isDown = false;
    expect(await sources.find(KEY)).toMatchObject({ id: 'shop' });
  });

  it('passes over a source it cannot read', async () => {
    const { sources } = directoryOver({ kind: 'toaster' }, source('shop', KEY));

    expect(await sources.find(KEY)).toMatchObject({ id: 'shop' });
  });

  it('allows the origins of its sources', async () => {
    const { sources } = directoryOver(source('shop', KEY));

    expect(await sources.allowsOrigin('https://shop.example')).toBe(true);
    expect(await sources.allowsOrigin('https://evil.example')).toBe(false);
  });

  it('gives a source the contract of its id', async () => {
    const contract = { id: 'shop', mode: 'quarantine', types: { track: { required: ['nothing has this'] } } };
    const { reader } = memoryReader([source('shop', KEY), source('app', OTHER_KEY)], [contract]);
    const sources = sourceDirectory(reader, () => START);

    expect((await sources.find(KEY))?.contract?.violationOf(orderCompleted({}))?.keyword).toBe('required');
    expect((await sources.find(OTHER_KEY))?.contract).toBeUndefined();
  });
});
