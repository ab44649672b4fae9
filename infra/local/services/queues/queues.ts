import type { Clock } from '../../clock.ts';
import { openDatabase } from '../../protocols/database.ts';
import { jsonService, unknownOperation } from '../../protocols/json-protocol.ts';
import type { AwsService } from '../../protocols/service.ts';
import { createAlarm } from './alarm.ts';
import { batchOperations } from './batch-operations.ts';
import type { MessageAttributes } from './message.ts';
import { createMessageTable, messageSchema } from './message-table.ts';
import { type Operation, operations } from './operations.ts';
import { Queue, type QueueConfig } from './queue.ts';

export type QueuesOptions = {
  readonly clock: Clock;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string | undefined;
};

/** The local SQS: the AWS service, and what the local cloud itself needs of it. */
export type Queues = AwsService & {
  /** Makes a queue known; its messages outlive a restart. */
  create(config: QueueConfig): void;
  /** The queue of a name or an ARN. */
  queue(nameOrArn: string): Queue;
  /** Sends as a service of AWS does. */
  send(nameOrArn: string, body: string, attributes?: MessageAttributes): void;
};

const allOperations: Readonly<Record<string, Operation>> = { ...operations, ...batchOperations };

export function openQueues({ clock, dataDir }: QueuesOptions): Queues {
  const database = openDatabase(dataDir, 'queues', messageSchema);
  const table = createMessageTable(database);
  const queues = new Map<string, Queue>();
  const alarm = createAlarm(clock, {
    next: () => table.nextChange(clock.now()),
    ring() {
      table.removeExpired(clock.now());
      for (const queue of queues.values()) queue.wake();
    },
  });
  const require = (nameOrArn: string): Queue => {
    const queue = queues.get(nameOrArn.split(':').at(-1) ?? '');
    if (queue !== undefined) return queue;
    throw new Error(`no queue "${nameOrArn}", there are: ${[...queues.keys()].join(', ')}`);
  };
  const ports = {
    table,
    now: () => clock.now(),
    transaction: database.transaction,
    wakeAt: alarm.setBy,
    deadLetters: require,
  };
  const closing = new AbortController();
  return {
    ...jsonService('sqs', {
      contentType: 'application/x-amz-json-1.0',
      async run(name, input, request) {
        const operation = Object.hasOwn(allOperations, name) ? allOperations[name] : undefined;
        if (operation === undefined) throw unknownOperation('SQS', name);
        return operation({ input, request, queues, closing: closing.signal });
      },
    }),
    create: (config) => void queues.set(config.name, new Queue(config, ports)),
    queue: require,
    send: (nameOrArn, body, attributes = {}) =>
      void require(nameOrArn).send({ body, attributes, sender: 'aws' }),
    async close() {
      closing.abort();
      alarm.close();
      database.close();
    },
  };
}
