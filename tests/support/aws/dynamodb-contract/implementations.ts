import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { createClock } from '../../../../infra/local/clock.ts';
import { type DynamoDb, openDynamoDb } from '../../../../infra/local/dynamodb/dynamodb.ts';
import { serveAws } from '../local-aws.ts';
import type { Implementation } from './contract.ts';
import { tables } from './tables.ts';

const oraclePath = new URL('../../../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url).pathname;

export const oracleName = 'the oracle';

/** Every implementation that is here; the oracle is an optional dependency. */
export const implementations: Readonly<Record<string, () => Promise<Implementation>>> = {
  'in memory': startInMemory,
  'durable, reopened before every read': startDurable,
  ...(existsSync(oraclePath) && { [oracleName]: startOracle }),
};

async function startInMemory(): Promise<Implementation> {
  const aws = await serveAws([await openDynamoDb({ clock: createClock() })]);
  return ready(aws.config, { settle: async () => {}, close: () => aws.close() });
}

async function startDurable(): Promise<Implementation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-contract-'));
  const open = () => openDynamoDb({ clock: createClock(), dataDir });
  let current: DynamoDb = await open();
  const aws = await serveAws([
    { ...current, handle: (request) => current.handle(request), close: () => current.close() },
  ]);
  return ready(aws.config, {
    async settle() {
      await current.close();
      current = await open();
    },
    async close() {
      await aws.close();
      rmSync(dataDir, { recursive: true });
    },
  });
}

async function startOracle(): Promise<Implementation> {
  const port = await freePort();
  const child = spawn(oraclePath, ['serve', '--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
  });
  const config = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // it may not listen yet when the first call comes
    maxAttempts: 20,
  };
  return ready(config, { settle: async () => {}, close: () => stop(child) });
}

async function ready(
  config: DynamoDBClientConfig,
  { settle, close }: Pick<Implementation, 'settle' | 'close'>,
): Promise<Implementation> {
  const [client, streams] = [new DynamoDBClient(config), new DynamoDBStreamsClient(config)];
  for (const table of tables) await client.send(new CreateTableCommand(table));
  return {
    client,
    streams,
    settle,
    async close() {
      client.destroy();
      streams.destroy();
      await close();
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
