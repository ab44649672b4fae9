import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../../../../../infra/local/clock.ts';
import {
  failed,
  type InvokeResult,
  TooManyRequestsException,
} from '../../../../../infra/local/runtime/lambda/function-config.ts';
import {
  QueueMapping,
  type QueueMappingConfig,
} from '../../../../../infra/local/runtime/mappings/queue-mapping.ts';
import { createWork } from '../../../../../infra/local/runtime/work.ts';
import { openQueues, type Queues } from '../../../../../infra/local/services/queues/queues.ts';
import { queueNamed, redriveTo } from '../../../../support/aws/queues/local-queues.ts';

const config: QueueMappingConfig = {
  path: 'Shop/Record/Queue',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:record',
  batchSize: 10,
  batchingWindowSeconds: 0,
  reportsItemFailures: true,
  maximumConcurrency: 5,
};

type Record = { readonly messageId: string; readonly body: string };
type Handler = (bodies: readonly string[], records: readonly Record[]) => unknown;
const crash = failed('Error', 'crash');

describe('a mapping of a queue', () => {
  let clock: Clock;
  let queues: Queues;
  const mappings: QueueMapping[] = [];
  beforeEach(() => {
    clock = createClock({ real: { now: () => Date.UTC(2026, 0, 1), wake: () => () => undefined } });
    queues = openQueues({ clock });
    queues.create(queueNamed('failed-orders'));
    queues.create(queueNamed('orders', redriveTo('failed-orders', 2)));
  });
  afterEach(async () => {
    for (const mapping of mappings.splice(0)) mapping.stop();
    await queues.close?.();
  });

  /** A mapping of the queue `orders`, its function answered by the handler. */
  function start(handler: Handler, changes: Partial<QueueMappingConfig> = {}) {
    const work = createWork();
    const polls: string[] = [];
    const calls: (readonly string[])[] = [];
    const events: { readonly Records: readonly Record[] }[] = [];
    const mapping = new QueueMapping({ ...config, ...changes }, queues.queue('orders'), {
      work,
      meter: {
        received: (messages) => void polls.push(`received ${messages.length}`),
        deleted: (count) => void polls.push(`deleted ${count}`),
      },
      backOff: async () => undefined,
      signal: new AbortController().signal,
      startWindow: (delayMs, passed) => clock.setTimer(clock.now() + delayMs, passed),
      async invoke(payload): Promise<InvokeResult> {
        const event: (typeof events)[number] = JSON.parse(payload);
        events.push(event);
        const bodies = event.Records.map(({ body }) => body);
        calls.push(bodies);
        const answer = await handler(bodies, event.Records);
        return answer === crash
          ? crash
          : { functionError: undefined, payload: JSON.stringify(answer ?? null) };
      },
    });
    mappings.push(mapping);
    const settle = async (): Promise<void> => expect(await work.settled(5_000)).toBe(true);
    const advance = (seconds: number) => clock.advanceTo(clock.now() + seconds * 1000, { between: settle });
    return { mapping, calls, polls, events, work, settle, advance };
  }
  const send = (...bodies: string[]) => {
    for (const body of bodies) queues.send('orders', body);
  };
  const left = (queue = 'orders') =>
    queues
      .queue(queue)
      .messages()
      .map(({ body }) => body);

  it('hands messages to the function as Lambda writes them, and deletes what is handled', async () => {
    queues.send('orders', '{"a":1}', { kind: { DataType: 'String', StringValue: 'order' } });
    const { events, settle } = start(() => undefined);

    await settle();

    const at = String(clock.now());
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            receiptHandle: expect.any(String),
            body: '{"a":1}',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: at,
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: at,
            },
            messageAttributes: {
              kind: { stringValue: 'order', stringListValues: [], binaryListValues: [], dataType: 'String' },
            },
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:orders',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
    expect(left()).toEqual([]);
  });

  it('hands over at most as many as the batch size says', async () => {
    send('a', 'b', 'c');
    const { calls, settle } = start(() => undefined, { batchSize: 2 });

    await settle();

    expect(calls).toEqual([['a', 'b'], ['c']]);
  });

  it('tells how many messages it received and deleted', async () => {
    send('good', 'bad', 'good');
    const { polls, settle } = start((_bodies, records) => ({
      batchItemFailures: records
        .filter(({ body }) => body === 'bad')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));

    await settle();

    expect(polls).toEqual(['received 3', 'deleted 2']);
  });

  it('wakes when a message comes', async () => {
    const { calls, settle } = start(() => undefined);
    await settle();

    send('late');
    await settle();

    expect(calls).toEqual([['late']]);
  });

  it.each<[string, Handler]>([
    ['an error', () => crash],
    ['an identifier that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] })],
    ['no identifier', () => ({ batchItemFailures: [{}] })],
    ['no object', () => 'done'],
  ])(
    'hands over the whole batch again after %s, once its visibility timeout has passed',
    async (_what, handler) => {
      send('a', 'b');
      const { calls, settle, advance } = start(handler);
      await settle();

      await advance(29);
      expect(calls).toEqual([['a', 'b']]);
      await advance(1);

      expect(calls).toEqual([
        ['a', 'b'],
        ['a', 'b'],
      ]);
    },
  );

  it('hands over again only what the function says failed', async () => {
    send('a', 'b', 'c');
    const { calls, settle, advance } = start((_bodies, records) => ({
      batchItemFailures: records
        .filter(({ body }) => body === 'b')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
    await settle();

    expect(left()).toEqual(['b']);
    await advance(30);

    expect(calls).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('deletes the batch without ReportBatchItemFailures, whatever the function says', async () => {
    send('a');
    const failures = (_bodies: unknown, records: readonly Record[]) => ({
      batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
    });
    const { settle } = start(failures, { reportsItemFailures: false });

    await settle();

    expect(left()).toEqual([]);
  });

  it('leaves what keeps failing to the dead letter queue', async () => {
    send('poison');
    const { calls, settle, advance } = start(() => crash);
    await settle();

    await advance(120);

    expect(calls).toEqual([['poison'], ['poison']]);
    expect(left()).toEqual([]);
    expect(left('failed-orders')).toEqual(['poison']);
  });

  it('waits for a full batch until its window has passed', async () => {
    send('a');
    const { calls, advance, work } = start(() => undefined, { batchSize: 2, batchingWindowSeconds: 10 });
    const still = { between: async () => undefined };
    await Promise.resolve();

    await clock.advanceTo(clock.now() + 9_000, still);
    expect(calls).toEqual([]);
    expect(Object.keys(work.left())).toEqual(['event source mapping Shop/Record/Queue']);
    await advance(1);

    expect(calls).toEqual([['a']]);
  });

  it('does not wait for the window when the batch is full or a drain closes it', async () => {
    send('a', 'b', 'c');
    const { calls, mapping, settle } = start(() => undefined, { batchSize: 2, batchingWindowSeconds: 10 });
    mapping.flush(true);

    await settle();

    expect(calls).toEqual([['a', 'b'], ['c']]);
  });

  it('runs no more batches at a time than its maximum concurrency', async () => {
    let running = 0;
    let most = 0;
    send('a', 'b', 'c', 'd', 'e');
    const { calls, settle } = start(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );

    await settle();

    expect(calls).toHaveLength(5);
    expect(most).toBe(2);
  });

  it('tries again when the function is throttled, without a receive more', async () => {
    send('a');
    let calls = 0;
    const { events, settle } = start(() => {
      calls += 1;
      if (calls === 1) throw new TooManyRequestsException('record');
    });

    await settle();

    expect(events).toHaveLength(2);
    expect(events[1]).toEqual(events[0]);
    expect(left()).toEqual([]);
  });

  it('hands over at once what was in flight when the last process ended', async () => {
    send('a');
    queues.queue('orders').receive({ max: 1 });

    const { calls, settle } = start(() => undefined);
    await settle();

    expect(calls).toEqual([['a']]);
  });

  it('splits a batch that is larger than a payload of Lambda', async () => {
    const large = 'x'.repeat(1_000_000);
    send(...Array.from({ length: 8 }, () => large));
    const { calls, settle } = start(() => undefined);

    await settle();

    expect(calls.map((bodies) => bodies.length)).toEqual([6, 2]);
  });
});
