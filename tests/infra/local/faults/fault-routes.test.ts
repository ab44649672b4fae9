import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../../infra/local/cloud.ts';
import { type FixtureCalls, fixtureCalls } from '../../../support/faults/fixture-calls.ts';

const assembly = new URL('../../../fixtures/assembly', import.meta.url).pathname;

let cloud: Cloud;
let calls: FixtureCalls;
beforeAll(async () => {
  cloud = await startCloud({ assembly, port: 0, awsPort: 0 });
  cloud.clock.freeze();
  calls = fixtureCalls(cloud);
});
afterEach(() => faults('DELETE'));
afterAll(async () => {
  calls.close();
  await cloud.stop();
});

type FaultsBody = {
  readonly items: readonly { readonly matched: number; readonly fired: number }[];
  readonly operations: readonly object[];
  readonly error: { readonly message: string };
};

async function faults(method: string, rules?: unknown) {
  const body = rules === undefined ? null : JSON.stringify(rules);
  const response = await fetch(`${cloud.awsUrl}/_local/faults`, { method, body });
  return { status: response.status, body: (await response.json()) as FaultsBody }; // each test reads what its call answers
}

const nameOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'carried out',
    (error: Error) => error.name,
  );

describe('the faults of the control surface', () => {
  it.each([
    ['dynamodb', 'put', 'ThrottlingException'],
    ['dynamodb', 'transact', 'TransactionCanceledException'],
    ['kinesis', 'putRecord', 'ProvisionedThroughputExceededException'],
    ['s3', 'putObject', 'SlowDown'],
    ['secretsmanager', 'getSecret', 'ThrottlingException'],
    ['ses', 'sendMail', 'Throttling'],
    ['sns', 'publish', 'ThrottledException'],
    ['states', 'listMachines', 'ThrottlingException'],
  ] as const)('throttle %s as AWS words it: %s', async (service, call, name) => {
    await faults('PUT', [{ service, kind: 'throttle' }]);

    expect(await nameOf(calls[call]())).toBe(name);
    await faults('DELETE');
    expect(await nameOf(calls[call]())).toBe('carried out');
  });

  it('name the reason for each item of a throttled transaction', async () => {
    await faults('PUT', [{ service: 'dynamodb', kind: 'throttle' }]);

    await expect(calls.transact()).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'ThrottlingError' }, { Code: 'None' }],
    });
  });

  it('carry out half of a throttled batch, and answer the other half', async () => {
    await faults('PUT', [{ service: 'dynamodb', kind: 'throttle' }]);

    const written = await calls.writeBatch(['one', 'two', 'three']);
    await faults('DELETE');

    expect(written.UnprocessedItems?.[calls.table]).toMatchObject([
      { PutRequest: { Item: { at: { S: 'two' } } } },
      { PutRequest: { Item: { at: { S: 'three' } } } },
    ]);
    const read = await calls.readBatch(['one', 'two', 'three']);
    expect(read.Responses?.[calls.table]).toEqual([{ day: { S: 'batch' }, at: { S: 'one' } }]);
    await calls.writeBatch(['two', 'three']);
    await faults('PUT', [{ service: 'dynamodb', operation: 'BatchGetItem', kind: 'throttle' }]);
    const half = await calls.readBatch(['one', 'two', 'three']);
    expect(half.Responses?.[calls.table]).toHaveLength(1);
    expect(half.UnprocessedKeys?.[calls.table]?.Keys).toHaveLength(2);
  });

  it('refuse a throttled batch of which no half is left', async () => {
    await faults('PUT', [{ service: 'dynamodb', kind: 'throttle' }]);

    expect(await nameOf(calls.writeBatch(['one']))).toBe('ThrottlingException');
  });

  it.each([
    [
      ['a', 'b', 'c'],
      [undefined, 'ProvisionedThroughputExceededException', 'ProvisionedThroughputExceededException'],
    ],
    [['a'], ['ProvisionedThroughputExceededException']],
  ])('fail some records of a throttled PutRecords: %j', async (records, codes) => {
    await faults('PUT', [{ service: 'kinesis', kind: 'throttle' }]);

    const answer = await calls.putRecords(records);

    expect(answer.Records?.map(({ ErrorCode }) => ErrorCode)).toEqual(codes);
    expect(answer.FailedRecordCount).toBe(codes.filter(Boolean).length);
  });

  it('let writes meet another one on the same item or object', async () => {
    await faults('PUT', [
      { service: 'dynamodb', kind: 'conflict' },
      { service: 's3', kind: 'conflict' },
    ]);

    expect(await nameOf(calls.put())).toBe('TransactionConflictException');
    await expect(calls.transact()).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
    expect(await nameOf(calls.readBatch(['one']))).toBe('carried out');
    expect(await nameOf(calls.putObject({ IfNoneMatch: '*' }))).toBe('ConditionalRequestConflict');
    expect(await nameOf(calls.putObject())).toBe('carried out');
  });

  it('answer late, so that the timeouts of clients are met', async () => {
    await faults('PUT', [{ service: 'dynamodb', kind: 'slow', delayMs: 400 }]);

    expect(await nameOf(calls.put({ timeoutMs: 100 }))).toBe('TimeoutError');
    expect(await nameOf(calls.put())).toBe('carried out');
  });

  it('lose answers of calls that were carried out', async () => {
    await faults('PUT', [{ service: 'dynamodb', operation: 'BatchWriteItem', kind: 'lostResponse' }]);

    expect(await nameOf(calls.writeBatch(['lost']))).not.toBe('carried out');
    expect((await calls.readBatch(['lost'])).Responses?.[calls.table]).toHaveLength(1);
  });

  it('kill the functions that call, and nobody else', async () => {
    await faults('PUT', [{ service: 'dynamodb', function: 'sell', kind: 'crashBefore', times: 1 }]);

    const killed = await cloud.invoke('sell', { item: 'cup' });
    const after = await cloud.invoke('sell', { item: 'cup' });
    expect(JSON.parse(killed.payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(after.functionError).toBeUndefined();

    await faults('PUT', [{ service: 'dynamodb', kind: 'crashAfter' }]);
    expect(await nameOf(calls.put())).toBe('carried out');
  });

  it.each([
    [{ nth: 2 }, [false, true, false, false]],
    [{ nth: 2, times: 2 }, [false, true, true, false]],
    [{ times: 1 }, [true, false, false, false]],
    [{ resource: 'OrdersB2' }, [true, true, true, true]],
    [{ resource: 'B2' }, [false, false, false, false]],
    [{ operation: 'GetItem' }, [false, false, false, false]],
  ])('break the calls that %j picks', async (picked, broken) => {
    await faults('PUT', [{ service: 'dynamodb', kind: 'throttle', ...picked }]);

    const names: string[] = [];
    for (const _each of broken) names.push(await nameOf(calls.put()));

    expect(names.map((name) => name === 'ThrottlingException')).toEqual(broken);
  });

  it('break the same calls for the same seed, and tell how many', async () => {
    const rule = { service: 'dynamodb', kind: 'throttle', probability: 0.5, seed: 7 };
    const play = async (): Promise<string[]> => {
      await faults('PUT', [rule]);
      const names: string[] = [];
      for (let call = 0; call < 20; call += 1) names.push(await nameOf(calls.put()));
      return names;
    };

    const once = await play();
    const again = await play();
    const { body } = await faults('GET');

    expect(again).toEqual(once);
    const fired = once.filter((name) => name !== 'carried out').length;
    expect(fired).toBeGreaterThan(4);
    expect(body.items).toEqual([{ ...rule, matched: 20, fired }]);
  });

  it('count every call at the wire, whatever becomes of it', async () => {
    const puts = async () => (await faults('GET')).body.operations.find(isPut);
    const isPut = (total: object) => Object.values(total).includes('PutItem');
    const before = await puts();
    await faults('PUT', [{ service: 'dynamodb', kind: 'throttle', nth: 1 }]);

    await nameOf(calls.put());
    await calls.put();

    const count = Number(Object.entries(before ?? {}).find(([name]) => name === 'count')?.[1]);
    expect(await puts()).toEqual({ service: 'dynamodb', operation: 'PutItem', count: count + 2 });
  });

  it.each([
    [[{ service: 'dynamo', kind: 'slow' }], 'got "dynamo"'],
    [
      [{ service: 's3', kind: 'burn' }],
      'must be one of crashBefore, crashAfter, lostResponse, throttle, conflict, slow, got "burn"',
    ],
    [[{ service: 's3', kind: 'slow', often: 2 }], 'a rule has no often, only service, operation'],
    [[{ service: 'ses', kind: 'conflict' }], 'only these calls meet conflicts: dynamodb PutItem'],
    [[{ service: 'dynamodb', operation: 'Query', kind: 'conflict' }], 'only these calls meet conflicts'],
    [{ rules: [] }, 'items'],
  ])('refuse %j and say what is allowed', async (rules, message) => {
    const { status, body } = await faults('PUT', rules);

    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
    expect((await faults('GET')).body.items).toEqual([]);
  });
});
