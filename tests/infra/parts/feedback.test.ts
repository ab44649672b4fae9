import { describe, expect, it } from 'vitest';
import { grantsOf, render } from '../../support/template/grants.ts';
import { synthesize } from '../../support/template/synthesize.ts';

const template = synthesize();
const only = (type: string, id = /^Feedback/) => {
  const [found, ...more] = template.ofType(type).filter((resource) => id.test(resource.id));
  if (!found || more.length > 0) throw new Error(`not one ${type} but ${more.length + (found ? 1 : 0)}`);
  return found;
};
const topic = only('AWS::SNS::Topic');
const queue = only('AWS::SQS::Queue', /^FeedbackQueue/);
const deadLetters = only('AWS::SQS::Queue', /^FeedbackDeadLetters/);
const consumer = only('AWS::Lambda::Function', /^RecordFeedback/);

describe('what SES says of an email', () => {
  it('is published for our configuration set, whatever happens to the message', () => {
    const set = only('AWS::SES::ConfigurationSet', /./);
    const { ConfigurationSetName, EventDestination } = only(
      'AWS::SES::ConfigurationSetEventDestination',
    ).Properties;

    expect(ConfigurationSetName).toEqual({ Ref: set.id });
    expect(EventDestination).toEqual({
      Enabled: true,
      MatchingEventTypes: [
        'send',
        'deliveryDelay',
        'delivery',
        'bounce',
        'complaint',
        'reject',
        'renderingFailure',
        'open',
        'click',
      ],
      SnsDestination: { TopicARN: { Ref: topic.id } },
    });
  });

  it('may be published by SES for this account alone, and never without TLS', () => {
    const policy = JSON.stringify(only('AWS::SNS::TopicPolicy').Properties);

    expect(policy).toContain('"Principal":{"Service":"ses.amazonaws.com"}');
    expect(policy).toContain('"AWS:SourceAccount":{"Ref":"AWS::AccountId"}');
    expect(policy).toContain('"aws:SecureTransport":"false"');
  });

  it('comes into a queue without an envelope', () => {
    expect(only('AWS::SNS::Subscription', /./).Properties).toEqual({
      Protocol: 'sqs',
      RawMessageDelivery: true,
      TopicArn: { Ref: topic.id },
      Endpoint: { 'Fn::GetAtt': [queue.id, 'Arn'] },
    });
  });

  it('waits in queues that SES and SNS can write to', () => {
    for (const { Properties } of [queue, deadLetters]) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
      expect(Properties).not.toHaveProperty('KmsMasterKeyId');
    }
    expect(topic.Properties).not.toHaveProperty('KmsMasterKeyId');
  });

  it('is tried five times, each for longer than the function may take', () => {
    expect(queue.Properties).toMatchObject({
      VisibilityTimeout: 6 * Number(consumer.Properties.Timeout),
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters.id, 'Arn'] },
        maxReceiveCount: 5,
      },
    });
  });

  it('reaches the function, which tells what of a batch failed', () => {
    const mapping = template
      .ofType('AWS::Lambda::EventSourceMapping')
      .find(({ Properties }) => render(Properties.FunctionName) === consumer.id);

    expect(mapping?.Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [queue.id, 'Arn'] },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 50 },
    });
    const granted = grantsOf(template, consumer).filter(({ action }) => action.startsWith('sqs:'));
    expect(granted).toEqual(
      ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'].map((action) => ({
        action,
        resource: `${queue.id}.Arn`,
      })),
    );
  });

  it.each([
    ['ApproximateNumberOfMessagesVisible', deadLetters, 1],
    ['ApproximateAgeOfOldestMessage', queue, 900],
  ])('raises an alarm by %s', (MetricName, { id }, Threshold) => {
    const alarms = template.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

    expect(alarms).toContainEqual(
      expect.objectContaining({
        MetricName,
        Threshold,
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
        AlarmDescription: expect.stringContaining('Addresses that bounced or complained'),
      }),
    );
  });
});
