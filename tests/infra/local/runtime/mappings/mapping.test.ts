import { describe, expect, it } from 'vitest';
import {
  config,
  crash,
  failures,
  memoryCheckpoints,
  numbers,
  shard,
  start,
  throttled,
} from './started-mapping.ts';

describe('what a function answers about a batch', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty object', {}],
    ['no failures', failures()],
    ['null failures', { batchItemFailures: null }],
  ])('is success: %s', async (_name, answer) => {
    const { source, calls, settled } = start({}, () => answer);

    source.append('a', 'a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[1, 2, 3]]);
  });

  it.each<[string, unknown, number[]]>([
    // everything from the lowest failure on runs again, whatever order they are told in
    ['the second record', failures('002'), [2, 3]],
    ['several records', failures('003', '002'), [2, 3]],
    ['an unknown identifier', failures('999'), [1, 2, 3]],
    ['an unknown one beside a known one', failures('003', '999'), [1, 2, 3]],
    ['an empty identifier', failures(''), [1, 2, 3]],
    ['a null identifier', failures(null), [1, 2, 3]],
    ['a wrong key', { batchItemFailures: [{ id: '002' }] }, [1, 2, 3]],
    ['no list', { batchItemFailures: 'all' }, [1, 2, 3]],
    ['no object', 'done', [1, 2, 3]],
    ['an error', crash, [1, 2, 3]],
  ])('is failure: %s', async (_name, answer, again) => {
    const { source, calls, settled } = start({}, (_numbers, call) => (call === 1 ? answer : {}));

    source.append('a', 'a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[1, 2, 3], again]);
  });

  it('is success without ReportBatchItemFailures, whatever it says', async () => {
    const { source, calls, settled } = start({ reportsItemFailures: false }, () => failures('001'));

    source.append('a');
    await settled();

    expect(calls).toHaveLength(1);
  });
});

describe('a batch that keeps failing', () => {
  it('is tried as often as said, then left at the destination with its whole event', async () => {
    const { source, calls, left, settled } = start({}, () => crash);

    source.append('a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(left).toHaveLength(1);
    expect(left[0]?.record).toMatchObject({
      requestContext: {
        functionArn: config.functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '1970-01-01T00:01:40.000Z',
      KinesisBatchInfo: {
        shardId: shard,
        startSequenceNumber: '001',
        endSequenceNumber: '002',
        approximateArrivalOfFirstRecord: '1970-01-01T00:00:01.000Z',
        approximateArrivalOfLastRecord: '1970-01-01T00:00:01.000Z',
        batchSize: 2,
        streamArn: config.sourceArn,
      },
    });
    expect(JSON.parse(left[0]?.payload ?? '').Records).toHaveLength(2);
    expect(left[0]?.key).toMatch(
      /^aws\/lambda\/mapping\/shardId-000000000000\/1970\/01\/01\/1970-01-01T00\.01\.40-/,
    );
  });

  it('is halved until the record that fails is alone, and the others get through', async () => {
    const poison = (batch: readonly string[]) => (batch.includes('003') ? crash : {});
    const { source, calls, left, settled } = start({ bisectsOnError: true }, poison);

    source.append('a', 'a', 'a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [3], [4]]);
    expect(left[0]?.record).toMatchObject({ KinesisBatchInfo: { batchSize: 1, startSequenceNumber: '003' } });
  });

  it('spends no attempt while its function is throttled', async () => {
    const answers = [throttled, throttled, {}];
    const { source, calls, left, settled } = start(
      { maximumRetryAttempts: 0 },
      (_batch, call) => answers[call - 1],
    );

    source.append('a');
    await settled();

    expect(calls).toHaveLength(3);
    expect(left).toEqual([]);
  });

  it('starts counting anew once part of it succeeded', async () => {
    const { source, calls, left, settled } = start({ maximumRetryAttempts: 1 }, (batch) =>
      failures(batch.at(-1)),
    );

    source.append('a', 'a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[1, 2, 3], [3], [3]]);
    expect(left).toHaveLength(1);
  });

  it('does not hold up the records after it for ever', async () => {
    const { source, calls, settled } = start({ batchSize: 1, maximumRetryAttempts: 0 }, ([first]) =>
      first === '001' ? crash : {},
    );

    source.append('a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[1], [2]]);
  });
});

describe('a record that is too old', () => {
  it('is left at the destination without being tried', async () => {
    const { source, calls, left, settled } = start({ maximumRecordAgeSeconds: 60 }, () => ({}));

    source.append('a');
    await settled();

    expect(calls).toEqual([]);
    expect(left[0]?.record).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
    });
    expect(left[0]?.record).not.toHaveProperty('responseContext');
  });
});

describe('the batches of a stream', () => {
  it('hold at most the batch size', async () => {
    const { source, calls, settled } = start({ batchSize: 2 }, () => ({}));

    source.append('a', 'a', 'a', 'a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('wait for the batching window, which is counted as work', async () => {
    const { source, calls, windows, work, settled } = start({ batchingWindowSeconds: 60 }, () => ({}));

    source.append('a');
    await expect.poll(() => windows.length).toBe(1);
    const before = calls.length;
    const left = work.left();
    windows[0]?.();
    await settled();

    expect(before).toBe(0);
    expect(left).toEqual({ 'event source mapping Shop/Store/Mapping': 1 });
    expect(numbers(calls)).toEqual([[1]]);
  });

  it('wait no longer while a drain closes the windows', async () => {
    const { source, calls, mapping, settled } = start({ batchingWindowSeconds: 60 }, () => ({}));
    source.append('a');

    mapping.flush(true);
    await settled();

    expect(numbers(calls)).toEqual([[1]]);
  });

  it('run in parallel by key, and each key in order', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `user-${index % 20}`);
    const { source, calls, settled } = start({ parallelizationFactor: 4, batchSize: 5 }, () => ({}));

    source.append(...keys);
    await settled();

    const handled = calls.flat().map(Number);
    expect(handled.toSorted((a, b) => a - b)).toEqual(keys.map((_, index) => index + 1));
    for (let user = 0; user < 20; user++) {
      const ofUser = handled.filter((number) => (number - 1) % 20 === user);
      expect(ofUser).toEqual(ofUser.toSorted((a, b) => a - b));
    }
  });

  it('leave out what the filter does not let through', async () => {
    const filterPatterns = ['{"partitionKey":["b"]}'];
    const { source, calls, settled, checkpoints } = start({ filterPatterns }, () => ({}));

    source.append('a', 'b', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[2]]);
    expect(checkpoints.load(`mapping/${shard}`)).toBe('003');
  });

  it('go on after the checkpoint of the last run', async () => {
    const checkpoints = memoryCheckpoints();
    checkpoints.save(`mapping/${shard}`, '002');
    const { source, calls, settled } = start({}, () => ({}), checkpoints);

    source.append('a', 'a', 'a');
    await settled();

    expect(numbers(calls)).toEqual([[3]]);
    expect(checkpoints.load(`mapping/${shard}`)).toBe('003');
  });

  it('keep the checkpoint before a batch that is still being tried', async () => {
    const checkpoints = memoryCheckpoints();
    const seen: (string | undefined)[] = [];
    const { source, settled } = start(
      { parallelizationFactor: 2, batchSize: 1 },
      (_numbers, call) => {
        seen.push(checkpoints.load(`mapping/${shard}`));
        return call === 1 ? crash : {};
      },
      checkpoints,
    );

    // "a" and "b" take different lanes
    source.append('a', 'b');
    await settled();

    expect(seen.slice(0, 2)).toEqual([undefined, undefined]);
    expect(checkpoints.load(`mapping/${shard}`)).toBe('002');
  });
});
