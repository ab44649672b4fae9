import { createSecretKey } from 'node:crypto';
import type { KinesisClient, PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { kinesisEventLog } from '../../../functions/aws/kinesis-event-log.ts';
import type { IngestPorts } from '../../../functions/collector/ports.ts';
import { sourceDirectory } from '../../../functions/collector/source-directory.ts';
import { NOW, SERVER_KEY } from '../../support/collector/collector.ts';

// what leaves for the stream is written down as the wire carries it, then forgotten
const stubKinesis = {
  send: async ({ input }: { readonly input: PutRecordsCommandInput }) => {
    const Records = (input.Records ?? []).map(({ PartitionKey, Data }) => ({
      PartitionKey,
      Data: (Data as Buffer).toString('base64'), // the adapter makes buffers, and the SDK copies none
    }));
    JSON.stringify({ StreamName: input.StreamName, Records });
    return { FailedRecordCount: 0 };
  },
};

const source = {
  ...{ id: 'site', kind: 'server', origins: ['*'], storeIp: true },
  writeKeys: [{ key: SERVER_KEY, since: '2026-01-01T00:00:00.000Z' }],
};

const identityKey = createSecretKey('an identity key of 32 characters', 'utf8');

/** The world of the deployed collector, without a network. */
export function stubWorld(): IngestPorts {
  const reader = {
    number: async () => 1,
    load: async () => ({
      number: 1,
      definitions: [{ kind: 'source', id: source.id, version: 1, since: 1, body: source }],
    }),
  };
  let requests = 0;
  return {
    sources: sourceDirectory(reader, () => Date.now()),
    log: kinesisEventLog({ client: stubKinesis as unknown as KinesisClient, stream: 'events' }), // the adapter calls nothing else
    failed: {
      saveFailedEvents: async ([first]) => {
        throw new Error(`an event failed: ${first?.reason}`);
      },
    },
    scripts: { find: async () => undefined },
    loadIdentityKey: async () => identityKey,
    now: () => new Date(NOW),
    newRequestId: () => `request-${++requests}`,
  };
}
