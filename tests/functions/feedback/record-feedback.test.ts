import { createSecretKey } from 'node:crypto';
import { CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { dynamoFailedEvents } from '../../../functions/aws/dynamo-failed-events.ts';
import { type FeedbackPorts, recordFeedback } from '../../../functions/feedback/record-feedback.ts';
import { dynamoLedger } from '../../../functions/providers/dynamo-ledger.ts';
import { dynamoSuppressions } from '../../../functions/providers/dynamo-suppressions.ts';
import type { LogEntry } from '../../../shared/events/event-log.ts';
import type { Send, SendLedger } from '../../../shared/messaging/sends/ledger.ts';
import { type SuppressionStore, suppressionKey } from '../../../shared/messaging/suppression.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { notification, sendIn } from '../../support/messaging/feedback-cases.ts';

const identityKey = createSecretKey('secret', 'utf8');
const anna = suppressionKey(identityKey, 'email', 'anna.nowak@shop.example');
const { state: _, claimedAt = 0, reason: __, detail: ___, providerId: ____, ...fields } = sendIn('CLAIMED');
const claim = { ...fields, claimedAt };

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
});
afterAll(() => aws.close());

/** record-feedback over a local DynamoDB; the stream takes everything unless it is full. */
class FeedbackWorld {
  static #made = 0;
  readonly events: StreamEvent[] = [];
  readonly tables: { readonly journeys: string; readonly suppressions: string; readonly failed: string };
  readonly ledger: SendLedger;
  readonly suppressions: SuppressionStore;
  isStreamFull = false;

  constructor() {
    FeedbackWorld.#made += 1;
    const made = FeedbackWorld.#made;
    this.tables = {
      journeys: `Journeys${made}`,
      suppressions: `Suppressions${made}`,
      failed: `Failed${made}`,
    };
    const { client } = aws;
    this.ledger = dynamoLedger({
      client,
      table: this.tables.journeys,
      suppressionsTable: this.tables.suppressions,
    });
    this.suppressions = dynamoSuppressions(client, this.tables.suppressions);
  }

  async make(): Promise<this> {
    await createTable(this.tables.journeys, ['pk', 'sk']);
    await createTable(this.tables.suppressions, ['address']);
    await createTable(this.tables.failed, ['day', 'id']);
    const Item = { pk: { S: 'run#e1' }, sk: { S: 'run' }, status: { S: 'running' } };
    await aws.client.send(new PutItemCommand({ TableName: this.tables.journeys, Item }));
    return this;
  }

  async tell(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.tellBody(notification(name));
  }

  tellBody(body: string): Promise<void> {
    return recordFeedback(this.#ports(), { body, sentAt: new Date('2026-11-01T12:00:00.000Z') });
  }

  send(): Promise<Send | undefined> {
    return this.ledger.load(claim);
  }

  async isSuppressed(): Promise<boolean> {
    return (await this.suppressions.find([anna])).has(anna);
  }

  async failed(): Promise<{ code: string | undefined; reason: string | undefined }[]> {
    const { Items = [] } = await aws.client.send(new ScanCommand({ TableName: this.tables.failed }));
    return Items.map(({ code, reason }) => ({ code: code?.S, reason: reason?.S }));
  }

  #ports(): FeedbackPorts {
    return {
      ledger: this.ledger,
      suppressions: this.suppressions,
      failedEvents: dynamoFailedEvents({ dynamo: aws.client, table: this.tables.failed }),
      loadIdentityKey: async () => identityKey,
      log: {
        append: async (entries: readonly LogEntry[]) => {
          if (this.isStreamFull) return entries;
          this.events.push(...entries.map(({ event }) => event));
          return [];
        },
      },
    };
  }
}

async function createTable(TableName: string, names: readonly string[]): Promise<void> {
  await aws.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: names.map((AttributeName, index) => ({
        AttributeName,
        KeyType: index === 0 ? ('HASH' as const) : ('RANGE' as const),
      })),
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    }),
  );
}

let world: FeedbackWorld;
beforeEach(async () => {
  world = await new FeedbackWorld().make();
});

describe('feedback on a send', () => {
  beforeEach(() => world.ledger.claim(claim, []));

  it.each([
    ['send', 'SENT', []],
    ['delivery-delay', 'SENT', []],
    ['delivery', 'DELIVERED', ['Email Delivered']],
    ['reject', 'REJECTED', []],
    ['rendering-failure', 'REJECTED', []],
    ['bounce-permanent', 'BOUNCED', ['Email Bounced']],
    ['bounce-transient', 'BOUNCED', ['Email Bounced']],
    ['complaint', 'COMPLAINED', ['Email Marked as Spam']],
    ['complaint-not-spam', 'CLAIMED', []],
    ['open', 'CLAIMED', ['Email Opened']],
    ['click', 'CLAIMED', ['Email Link Clicked']],
  ])('"%s" takes the claim to %s and tells the profile %j', async (name, state, events) => {
    await world.tell(name);

    expect((await world.send())?.state).toBe(state);
    expect(world.events.map(({ event }) => event)).toEqual(events);
    expect(world.events.every(({ profileId }) => profileId === 'user_id:anna')).toBe(true);
    expect(await world.failed()).toEqual([]);
  });

  it('that was confirmed late stays what feedback made of it, and knows the id of the provider', async () => {
    await world.tell('delivery');
    await world.ledger.settle(claim, { state: 'SENT', providerId: 'late' });

    expect(await world.send()).toMatchObject({
      state: 'DELIVERED',
      providerId: expect.stringMatching(/^0100/),
    });
  });

  it('that nobody knew of says what became of it', async () => {
    await world.ledger.settle(claim, { state: 'UNKNOWN' });

    await world.tell('send');

    expect((await world.send())?.state).toBe('SENT');
  });

  it('may come twice and in disorder', async () => {
    await world.tell('bounce-permanent', 'delivery', 'send', 'bounce-permanent', 'send');

    expect(await world.send()).toMatchObject({ state: 'BOUNCED', reason: 'Permanent/General' });
    expect(new Set(world.events.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it.each([
    ['bounce-permanent', true],
    ['complaint', true],
    ['complaint-untyped', true],
    ['bounce-transient', false],
    ['complaint-not-spam', false],
    ['delivery', false],
  ])('"%s" suppresses the address: %s', async (name, expected) => {
    await world.tell(name, name);

    expect(await world.isSuppressed()).toBe(expected);
  });

  it('suppresses the address we wrote to, not the mailbox behind it, and keeps it nowhere', async () => {
    await world.tell('bounce-permanent');

    const { Items } = await aws.client.send(new ScanCommand({ TableName: world.tables.suppressions }));
    expect(Items).toEqual([
      { address: { S: anna }, reason: { S: 'bounce' }, at: { S: '2026-11-01T10:03:00.000Z' } },
    ]);
    expect(JSON.stringify(world.events)).not.toMatch(/@/);
  });

  it('comes again when the stream takes no event, and nothing is lost or doubled by it', async () => {
    world.isStreamFull = true;
    await expect(world.tell('complaint')).rejects.toThrow('the stream refused 1 platform events');
    world.isStreamFull = false;

    await world.tell('complaint');

    expect(await world.isSuppressed()).toBe(true);
    expect((await world.send())?.state).toBe('COMPLAINED');
    expect(world.events.map(({ messageId }) => messageId)).toEqual(['email-spam-s1']);
  });
});

describe('feedback on what the ledger does not know', () => {
  it('is kept with its reason, once, and is not tried again', async () => {
    await world.tell('delivery', 'delivery');

    expect(await world.failed()).toEqual([
      { code: 'unknown_send', reason: 'delivery of send s1 in run e1, which the ledger does not know' },
    ]);
    expect(world.events).toEqual([]);
  });

  it('is kept when the message had no tags of ours', async () => {
    await world.tell('untagged');

    expect(await world.failed()).toMatchObject([
      { code: 'unknown_send', reason: 'delivery of a message without the tags sendId and entryId' },
    ]);
  });

  it('suppresses all the same: the address is gone, whoever wrote to it', async () => {
    await world.tell('bounce-permanent');

    expect(await world.isSuppressed()).toBe(true);
  });
});

describe('what is no feedback', () => {
  it('is kept and not tried again', async () => {
    await world.tellBody('Successfully validated SNS topic for Amazon SES event publishing.');

    expect(await world.failed()).toMatchObject([{ code: 'unreadable_feedback' }]);
  });
});
