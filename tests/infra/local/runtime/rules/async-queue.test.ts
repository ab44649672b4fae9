import { describe, expect, it } from 'vitest';
import { openRuntimeDatabase } from '../../../../../infra/local/runtime/deployment/runtime-database.ts';
import {
  type AsyncQueuePorts,
  createAsyncQueue,
} from '../../../../../infra/local/runtime/rules/async-queue.ts';
import { createWork } from '../../../../../infra/local/runtime/work.ts';

const database = openRuntimeDatabase(undefined);
const never = () => new Promise<void>(() => {});

function open(deliver: AsyncQueuePorts['deliver']) {
  const work = createWork();
  const stopping = new AbortController();
  return { work, stopping, queue: createAsyncQueue({ database, work, deliver, signal: stopping.signal }) };
}

async function resumed(): Promise<string[]> {
  const delivered: string[] = [];
  const { queue, work } = open(async (arn, payload) => void delivered.push(`${arn} ${payload}`));
  queue.resume();
  expect(await work.settled(1_000)).toBe(true);
  return delivered;
}

describe('an event on its way to a function', () => {
  it('is delivered after a restart when it was not before, and then no more', async () => {
    const killed = open(never);
    killed.queue.send('arn:wake', '1');
    killed.queue.send('arn:wake', '2');

    expect(await resumed()).toEqual(['arn:wake 1', 'arn:wake 2']);
    expect(await resumed()).toEqual([]);
  });

  it('is delivered after a restart when stopping cut it short', async () => {
    const { queue, stopping, work } = open(async () => stopping.abort());
    queue.send('arn:wake', 'cut');
    await work.settled(1_000);

    expect(await resumed()).toEqual(['arn:wake cut']);
  });

  it('is counted as work until it is delivered', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { queue, work } = open(() => promise);
    queue.send('arn:wake', '1');

    expect(work.left()).toEqual({ event: 1 });
    resolve();
    expect(await work.settled(1_000)).toBe(true);
  });
});
