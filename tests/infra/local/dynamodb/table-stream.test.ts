import { isDeepStrictEqual } from 'node:util';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../../../infra/local/runtime/mappings/stream-source.ts';
import {
  type DynamoDbUnderTest,
  key,
  profilesTable,
  startDynamoDb,
  streamRecords,
} from '../../../support/aws/dynamodb.ts';

type Images = { NewImage?: object; OldImage?: object };

// the shape every record of a DynamoDB stream has
const imagesOf = (record: SourceRecord | undefined) =>
  (record?.data as { dynamodb: Images } | undefined)?.dynamodb ?? {};

const imagesFollowEachOther = (records: readonly SourceRecord[]) =>
  records.every((record, index) =>
    isDeepStrictEqual(
      imagesOf(record).OldImage,
      index === 0 ? undefined : imagesOf(records[index - 1]).NewImage,
    ),
  );

const table = { TableName: 'Profiles' };

describe('the stream of a local DynamoDB table', () => {
  let local: DynamoDbUnderTest;

  beforeEach(async () => {
    local = await startDynamoDb();
    await local.dynamoDb.createTable(profilesTable);
  });
  afterEach(() => local.close());

  const put = (node: string, version: string) =>
    local.client.send(new PutItemCommand({ ...table, Item: { ...key(node), version: { N: version } } }));

  it('tells what an item was and what it is, in order, as Lambda receives it', async () => {
    await put('ada', '1');
    await local.client.send(
      new UpdateItemCommand({
        ...table,
        Key: key('ada'),
        UpdateExpression: 'SET version = :two',
        ExpressionAttributeValues: { ':two': { N: '2' } },
      }),
    );
    await local.client.send(new DeleteItemCommand({ ...table, Key: key('ada') }));

    const records = await streamRecords(local.dynamoDb, 'Profiles');

    const [first, second] = [1, 2].map((version) => ({ ...key('ada'), version: { N: String(version) } }));
    expect(records.map((record) => record.data)).toMatchObject([
      { eventName: 'INSERT', dynamodb: { Keys: key('ada'), NewImage: first } },
      { eventName: 'MODIFY', dynamodb: { Keys: key('ada'), OldImage: first, NewImage: second } },
      { eventName: 'REMOVE', dynamodb: { Keys: key('ada'), OldImage: second } },
    ]);
    expect(records[0]?.data).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(local.clock.now() / 1000),
        Keys: key('ada'),
        NewImage: first,
        SequenceNumber: '000000000000000000001',
        // keys 14 bytes; the image has version (7) and its value (2) besides
        SizeBytes: 37,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: local.dynamoDb.streamOf('Profiles').arn,
    });
  });

  it('tells nothing when a write changes nothing', async () => {
    await put('same', '1');

    await put('same', '1');
    await put('same', '1.0');
    await local.client.send(new DeleteItemCommand({ ...table, Key: key('never-there') }));

    expect(await streamRecords(local.dynamoDb, 'Profiles')).toHaveLength(1);
  });

  it('tells every item of a batch and of a transaction', async () => {
    await local.client.send(
      new BatchWriteItemCommand({
        RequestItems: { Profiles: ['a', 'b'].map((node) => ({ PutRequest: { Item: key(node) } })) },
      }),
    );
    await local.client.send(
      new TransactWriteItemsCommand({
        TransactItems: ['c', 'd'].map((node) => ({ Put: { ...table, Item: key(node) } })),
      }),
    );

    const records = await streamRecords(local.dynamoDb, 'Profiles');

    expect(records.map((record) => record.data)).toMatchObject(
      ['a', 'b', 'c', 'd'].map((node) => ({ dynamodb: { Keys: key(node) } })),
    );
  });

  it('never lets a reader pass by a record that is not there yet', async () => {
    const stream = local.dynamoDb.streamOf('Profiles');
    const [shard] = await stream.shards();
    const seen: SourceRecord[] = [];
    let following = Promise.resolve();
    const readOn = async () => {
      seen.push(...(await stream.read(shard?.id ?? '', seen.at(-1)?.sequenceNumber, 7)));
    };
    stream.onAppend(() => {
      following = following.then(readOn);
    });

    await Promise.all(Array.from({ length: 200 }, (_, index) => put(`node-${index % 20}`, String(index))));
    await following;
    for (let before = -1; seen.length > before; ) {
      before = seen.length;
      await readOn();
    }

    expect(seen).toEqual(await streamRecords(local.dynamoDb, 'Profiles'));
    expect(seen).toHaveLength(200);
    for (const records of Object.values(Object.groupBy(seen, (record) => record.partitionKey))) {
      expect(imagesFollowEachOther(records ?? [])).toBe(true);
    }
  });

  it('tells its readers of every append until they stop listening', async () => {
    let appends = 0;
    const stop = local.dynamoDb.streamOf('Profiles').onAppend(() => {
      appends += 1;
    });

    await put('told', '1');
    stop();
    await put('told', '2');

    expect(appends).toBe(1);
  });

  it.each([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ] as const)('shows the images its view type %s asks for', async (StreamViewType, images) => {
    const TableName = `View_${StreamViewType}`;
    await local.dynamoDb.createTable({
      ...profilesTable,
      TableName,
      StreamSpecification: { StreamViewType },
    });
    for (const version of ['1', '2']) {
      const Item = { ...key('viewed'), version: { N: version } };
      await local.client.send(new PutItemCommand({ TableName, Item }));
    }

    const [, modified] = await streamRecords(local.dynamoDb, TableName);

    expect(Object.keys(imagesOf(modified)).filter((name) => name.endsWith('Image'))).toEqual(images);
  });

  it('keeps records for a day', async () => {
    await put('old', '1');
    await put('old', '2');
    await local.clock.advanceTo(local.clock.now() + 25 * 3_600_000, { between: async () => {} });
    await put('young', '1');

    await local.dynamoDb.sweep();

    const records = await streamRecords(local.dynamoDb, 'Profiles');
    expect(records.map((record) => record.data)).toMatchObject([{ dynamodb: { Keys: key('young') } }]);
  });

  it('has no stream for a table without one', async () => {
    const { StreamSpecification: _, ...plain } = profilesTable;
    await local.dynamoDb.createTable({ ...plain, TableName: 'Plain' });

    expect(() => local.dynamoDb.streamOf('Plain')).toThrow('table Plain has no stream');
  });
});
