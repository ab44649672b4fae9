import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { unlogged } from '../../../../functions/aws/clients/unlogged.ts';

function recordingClient() {
  const told: string[] = [];
  const tell = (level: string) => () => void told.push(level);
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    endpoint: 'http://127.0.0.1:1', // nobody answers there
    maxAttempts: 1,
    logger: { debug: () => {}, info: tell('info'), warn: tell('warn'), error: tell('error') },
  });
  return { client, told };
}

describe('a client without a log', () => {
  it('hands requests to no logger, where an ordinary one does', async () => {
    const [ordinary, quiet] = [recordingClient(), recordingClient()];

    await expect(ordinary.client.send(new ListTablesCommand({}))).rejects.toThrow();
    await expect(unlogged(quiet.client).send(new ListTablesCommand({}))).rejects.toThrow();

    expect(ordinary.told).toContain('error');
    expect(quiet.told).toEqual([]);
  });

  it('says so when the SDK no longer logs where it did', () => {
    const { client } = recordingClient();

    expect(() => unlogged(unlogged(client))).toThrow('no loggerMiddleware');
  });
});
