import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis';

export type StreamRecord = { readonly partitionKey: string; readonly data: string };

/** Everything on the streams of a cloud, up to what one read of each shard takes. */
export async function streamRecords(endpoint: string): Promise<StreamRecord[]> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new KinesisClient({ region: 'us-east-1', credentials, endpoint });
  const records: StreamRecord[] = [];
  const { StreamNames = [] } = await client.send(new ListStreamsCommand({}));
  for (const StreamName of StreamNames) {
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
    for (const { ShardId } of Shards) {
      const from = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      const { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
      const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
      for (const { PartitionKey = '', Data = [] } of Records)
        records.push({ partitionKey: PartitionKey, data: Buffer.from(Data).toString() });
    }
  }
  client.destroy();
  return records;
}
