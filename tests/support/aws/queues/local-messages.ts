import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { createClock } from '../../../../infra/local/clock.ts';
import { openOutbox } from '../../../../infra/local/services/messages/outbox.ts';
import { openSes } from '../../../../infra/local/services/messages/ses.ts';
import { openSns } from '../../../../infra/local/services/messages/sns.ts';
import { openQueues } from '../../../../infra/local/services/queues/queues.ts';
import { serveAws } from '../local-aws.ts';
import { queueNamed } from './local-queues.ts';

export const now = Date.UTC(2026, 0, 2, 3, 4, 5);
export const topicArn = 'arn:aws:sns:us-east-1:000000000000:feedback';

/** SES and SNS behind a real port, with a topic that two queues listen to: `wrapped` and `raw`. */
export async function startMessages() {
  const clock = createClock({ real: { now: () => now, wake: () => () => undefined } });
  const outbox = openOutbox(clock, undefined);
  const queues = openQueues({ clock });
  const sns = openSns({ clock, outbox, queues });
  const { topics } = sns;
  const ses = openSes({ outbox, topics });
  topics.create(topicArn);
  for (const name of ['wrapped', 'raw']) {
    const config = queueNamed(name);
    queues.create(config);
    topics.subscribe({ topicArn, queueArn: config.arn, isAllowed: () => true, isRaw: name === 'raw' });
  }
  const aws = await serveAws([ses, sns, queues]);
  const client = { ses: new SESClient(aws.config), sns: new SNSClient(aws.config) };
  return {
    ...{ outbox, client, destinations: ses.destinations, now: () => clock.now() },
    /** What waits in a queue. */
    bodies: (queue: string): unknown[] =>
      queues
        .queue(queue)
        .messages()
        .map(({ body }) => (body.startsWith('{') ? JSON.parse(body) : body)),
    attributes: (queue: string) => queues.queue(queue).messages()[0]?.attributes,
    async close() {
      for (const each of Object.values(client)) each.destroy();
      await aws.close();
      outbox.close();
    },
  };
}
