import type { DeliveryConfig } from '../services/firehose/delivery-stream.ts';
import { loggingNeeds, readingNeeds, writingNeeds } from './actions-of/firehose.ts';
import type { Denial, Iam } from './iam.ts';

/** What keeps Firehose from delivering an object in the name of the roles that it is given. */
export function denialOfDelivery(iam: Iam, config: DeliveryConfig, key: string): Denial | undefined {
  const { name: session, roles, sourceArn, bucket, log } = config;
  const writing = [...writingNeeds(bucket, key), ...(log === undefined ? [] : loggingNeeds(log))];
  return (
    iam.check({ roleArn: roles.source, session }, readingNeeds(sourceArn)) ??
    iam.check({ roleArn: roles.bucket, session }, writing)
  );
}
