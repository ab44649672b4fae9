import { randomUUID } from 'node:crypto';
import type { MessageAttributes } from '../queues/message.ts';
import type { Queues } from '../queues/queues.ts';

/** What brings the messages of a topic to a queue. */
export type Subscription = {
  readonly topicArn: string;
  readonly queueArn: string;
  /** The message alone, without the envelope that SNS puts around it. */
  readonly isRaw: boolean;
  /** Whether the queue's policy lets the topic in. */
  readonly isAllowed: () => boolean;
};

export type TopicMessage = {
  readonly text: string;
  readonly subject?: string | undefined;
  readonly attributes?: MessageAttributes;
};

/** The topics of SNS and who listens to them; the template makes them at every start. */
export type Topics = {
  create(arn: string): void;
  subscribe(subscription: Subscription): void;
  has(arn: string): boolean;
  /** Answers the id that every subscriber sees. */
  publish(arn: string, message: TopicMessage): string;
};

export function createTopics({ queues, now }: { queues: Pick<Queues, 'send'>; now: () => number }): Topics {
  const topics = new Map<string, Subscription[]>();
  return {
    create: (arn) => void topics.set(arn, []),
    subscribe(subscription) {
      const subscriptions = topics.get(subscription.topicArn);
      if (subscriptions === undefined) throw new Error(`no topic "${subscription.topicArn}"`);
      subscriptions.push(subscription);
    },
    has: (arn) => topics.has(arn),
    publish(arn, message) {
      const messageId = randomUUID();
      const Timestamp = new Date(now()).toISOString();
      const ids = { MessageId: messageId, TopicArn: arn };
      const envelope = JSON.stringify(
        { Type: 'Notification', ...ids, ...content(message), Timestamp, ...signature },
        undefined,
        2,
      );
      for (const { queueArn, isRaw, isAllowed } of topics.get(arn) ?? []) {
        if (!isAllowed()) continue;
        if (isRaw) queues.send(queueArn, message.text, message.attributes);
        else queues.send(queueArn, envelope);
      }
      return messageId;
    },
  };
}

// nothing here holds SNS's private key, and there is nobody to unsubscribe
const signature = {
  SignatureVersion: '1',
  Signature: Buffer.from('not signed by the local cloud').toString('base64'),
  SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-local.pem',
  UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=local',
};

function content({ subject, text, attributes = {} }: TopicMessage): object {
  const entries = Object.entries(attributes).map(([name, { DataType: Type, StringValue, BinaryValue }]) => [
    name,
    { Type, Value: StringValue ?? BinaryValue },
  ]);
  return {
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: text,
    ...(entries.length === 0 ? {} : { MessageAttributes: Object.fromEntries(entries) }),
  };
}
