import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalQueues, queueNamed, redriveTo } from '../../../../support/aws/queues/local-queues.ts';
import { queueContract } from '../../../../support/aws/queues/queue-contract.ts';
import { queueLimitsContract } from '../../../../support/aws/queues/queue-limits-contract.ts';

const configs = [queueNamed('failed-orders'), queueNamed('orders', redriveTo('failed-orders', 2))];

queueContract('a queue in memory', () => LocalQueues.start(configs));
queueLimitsContract('calls on a queue', () => LocalQueues.start(configs));

describe('with a data folder', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-queues-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  queueContract('a durable queue', () => LocalQueues.start(configs, { dataDir }));

  it('has its messages and their timeouts after a restart', async () => {
    const before = await LocalQueues.start(configs, { dataDir });
    const QueueUrl = `${before.url}/000000000000/orders`;
    for (const [MessageBody, DelaySeconds] of [
      ['received', 0],
      ['delayed', 60],
      ['waiting', 0],
    ] as const) {
      await before.client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
    }
    await before.client.send(new ReceiveMessageCommand({ QueueUrl }));
    await before.close();

    const after = await LocalQueues.start(configs, { dataDir, clock: before.clock });

    const receive = () =>
      after.queues
        .queue('orders')
        .receive({ max: 10 })
        .map(({ body }) => body);
    expect(receive()).toEqual(['waiting']);
    await after.advance(30);
    expect(receive()).toEqual(['received', 'waiting']);
    await after.advance(30);
    expect(receive()).toEqual(['delayed']);
    await after.close();
  });
});
