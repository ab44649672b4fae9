import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

const attribute = (AttributeName: string, AttributeType: 'S' | 'N' | 'B') => ({
  AttributeName,
  AttributeType,
});
const keySchema = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
];

/** The tables that every implementation of the contract has. */
export const tables: CreateTableCommandInput[] = [
  {
    TableName: 'Contract',
    KeySchema: keySchema('id', 'part'),
    AttributeDefinitions: [
      ...['id', 'part', 'email', 'city', 'topic'].map((name) => attribute(name, 'S')),
      attribute('rank', 'N'),
    ],
    GlobalSecondaryIndexes: [
      { IndexName: 'byEmail', KeySchema: keySchema('email'), Projection: { ProjectionType: 'ALL' } },
      {
        IndexName: 'byCity',
        KeySchema: keySchema('city', 'rank'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'byTopic',
        KeySchema: keySchema('topic'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['extra'] },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    BillingMode: 'PAY_PER_REQUEST',
  },
  ...(['N', 'B'] as const).map((type) => ({
    TableName: `Contract-${type}`,
    KeySchema: keySchema('id', 'part'),
    AttributeDefinitions: [attribute('id', 'S'), attribute('part', type)],
    BillingMode: 'PAY_PER_REQUEST' as const,
  })),
];
