import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KinesisClient, type PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { kinesisEventLog } from '../../../functions/aws/kinesis-event-log.ts';

const event = (messageId: string, bytes = 0): StreamEvent => ({
  type: 'page',
  messageId,
  source: { id: 's', kind: 'server' },
  userId: 'u',
  properties: bytes === 0 ? undefined : { text: 'x'.repeat(bytes) },
  timestamp: '2026-11-21T12:00:00.000Z',
  receivedAt: '2026-11-21T12:00:00.000Z',
});
const entries = (count: number, bytes = 0) =>
  Array.from({ length: count }, (_, n) => ({ partitionKey: 'p', event: event(`m-${n}`, bytes) }));

/** A stream that refuses what `refuses` says, in a world where pausing takes no time but passes it. */
function memoryStream(refuses: (messageId: string, call: number) => boolean) {
  const calls: string[][] = [];
  const clock = { now: 0 };
  const send = async ({ input }: { input: PutRecordsCommandInput }) => {
    const ids = (input.Records ?? []).map(
      ({ Data }) => JSON.parse(String(Buffer.from(Data ?? ''))).messageId,
    );
    calls.push(ids);
    const Records = ids.map((id) => (refuses(id, calls.length) ? { ErrorCode: 'Throttled' } : {}));
    return { Records, FailedRecordCount: Records.filter(({ ErrorCode }) => ErrorCode).length };
  };
  const log = kinesisEventLog({
    client: { send } as unknown as KinesisClient, // the adapter calls nothing else
    stream: 'events',
    pacing: {
      now: () => clock.now,
      random: () => 0.5,
      pause: async (milliseconds) => {
        clock.now += milliseconds;
      },
    },
  });
  return { log, calls, clock };
}

describe('the Kinesis event log', () => {
  it('tries again only what was refused', async () => {
    const { log, calls } = memoryStream((id, call) => id === 'm-1' && call < 3);

    expect(await log.append(entries(3))).toEqual([]);

    expect(calls).toEqual([['m-0', 'm-1', 'm-2'], ['m-1'], ['m-1']]);
  });

  it('hands back what is refused until the time is up', async () => {
    const { log, clock } = memoryStream((id) => id === 'm-1');

    const refused = await log.append(entries(3));

    expect(refused.map((entry) => entry.event.messageId)).toEqual(['m-1']);
    expect(clock.now).toBeLessThan(4_000);
  });

  it('hands everything back when the stream cannot be reached', async () => {
    const { log } = memoryStream(() => {
      throw new Error('no network');
    });

    expect(await log.append(entries(2))).toHaveLength(2);
  });

  it('puts every record once before it tries any again', async () => {
    const { log, calls } = memoryStream((id, call) => id === 'm-1' && call === 1);

    expect(await log.append(entries(501))).toEqual([]);

    expect(calls.map(({ length }) => length)).toEqual([500, 1, 1]);
  });

  it('does not wait for a stream that never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo; // it listens on a port
    const client = new KinesisClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    });
    const log = kinesisEventLog({ client, stream: 'events', retryMilliseconds: 50 });

    expect(await log.append(entries(501))).toHaveLength(501);

    client.destroy();
    silent.closeAllConnections();
    silent.close();
  });

  it('puts at most 500 records and 5 MB at once', async () => {
    const { log, calls } = memoryStream(() => false);

    await log.append(entries(1_001));
    await log.append(entries(170, 32_000));

    expect(calls.map(({ length }) => length)).toEqual([500, 500, 1, 162, 8]);
  });

  it('has nothing to say about nothing', async () => {
    const { log, calls } = memoryStream(() => false);

    expect(await log.append([])).toEqual([]);
    expect(calls).toEqual([]);
  });
});
