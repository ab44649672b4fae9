import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'vitest';

export type Attributes = Record<string, AttributeValue>;

/** What DynamoDB does, in one area: each case is a sentence and its proof, and runs against every implementation. */
export type Contract = {
  readonly area: string;
  readonly cases: Readonly<Record<string, (table: ContractTable) => Promise<void>>>;
};

/** An implementation of DynamoDB with the tables of the contract. */
export type Implementation = {
  readonly client: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  /** Makes it forget what it has only in memory. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

/** The table of the contract as one case uses it: every case has a partition of its own. */
export class ContractTable {
  readonly table = { TableName: 'Contract' };
  readonly id: string;
  readonly client: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  /** Makes sure that what follows is read from where it is kept. */
  readonly settle: () => Promise<void>;

  constructor({ client, streams, settle }: Implementation, id: string) {
    this.client = client;
    this.streams = streams;
    this.id = id;
    this.settle = settle;
  }

  /** A name that no other case uses, for index keys. */
  own(name: string): string {
    return `${this.id} ${name}`;
  }

  key(part = 'a'): Attributes {
    return { id: { S: this.id }, part: { S: part } };
  }

  async put(attributes: Attributes, part = 'a'): Promise<void> {
    await this.client.send(new PutItemCommand({ ...this.table, Item: { ...this.key(part), ...attributes } }));
  }

  update(UpdateExpression: string, more: Partial<UpdateItemCommandInput> = {}) {
    return this.client.send(
      new UpdateItemCommand({ ...this.table, Key: this.key(), UpdateExpression, ...more }),
    );
  }

  /** The attributes of an item besides its key, as they were stored. */
  async item(part = 'a'): Promise<Attributes | undefined> {
    await this.settle();
    const get = new GetItemCommand({ ...this.table, Key: this.key(part), ConsistentRead: true });
    const { Item } = await this.client.send(get);
    if (Item === undefined) return undefined;
    const { id: _id, part: _part, ...attributes } = Item;
    return attributes;
  }
}

/** The error that work ends with. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it should have failed');
}

export const validation = (message: RegExp) => ({
  name: 'ValidationException',
  message: expect.stringMatching(message),
});
