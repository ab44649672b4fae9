import { KinesisClient, PutRecordCommand, UpdateShardCountCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../../../infra/local/cloud.ts';

const assembly = new URL('../../../../fixtures/assembly', import.meta.url).pathname;
const stream = { StreamName: 'shop-StreamC3' };

let cloud: Cloud;
let client: KinesisClient;
beforeAll(async () => {
  cloud = await startCloud({ assembly, port: 0, awsPort: 0 });
  cloud.clock.freeze();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new KinesisClient({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

const put = (user: string) =>
  client.send(
    new PutRecordCommand({ ...stream, PartitionKey: 'ana', Data: Buffer.from(JSON.stringify({ user })) }),
  );
const userOf = (body: string): string | undefined => /order#(\w+)/.exec(body)?.[1];

describe('a stream whose shards are split', () => {
  it('is read on in order: what fails in the parent holds the children up', async () => {
    const stored: (string | undefined)[] = [];
    let refusals = 1; // as often as the mapping tries again
    cloud.faults.inject(({ operation, body }) => {
      if (operation !== 'PutItem') return undefined;
      if (userOf(body) === 'before' && refusals-- > 0) return { kind: 'throttle' };
      stored.push(userOf(body));
      return undefined;
    });

    await put('before');
    await client.send(
      new UpdateShardCountCommand({ ...stream, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' }),
    );
    await put('after');
    await cloud.drain();

    expect(refusals).toBeLessThan(0);
    expect(stored).toEqual(['before', 'after']);
  });
});
