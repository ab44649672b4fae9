import { Stack } from 'aws-cdk-lib';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/function.ts';
import { HouseTable } from '../constructs/table.ts';
import type { Archive } from './archive.ts';
import type { Data } from './data.ts';
import type { Messaging } from './messaging.ts';

export interface DashboardProps {
  readonly stage: string;
  readonly data: Data;
  readonly archive: Archive;
  readonly messaging: Messaging;
  readonly functions: readonly HouseFunction[];
}

const sum = { statistic: 'Sum' };
const most = { statistic: 'Maximum' };

/** One page for the one on call: what comes in, what is behind, what failed, what went out, what it costs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stream } = props.data.eventStream;
    const parts = Stack.of(this).node.findAll();
    const queues = parts.filter((it) => it instanceof Queue);
    const tables = parts.filter((it) => it instanceof HouseTable);
    const each = (metricOf: (made: HouseFunction) => IMetric) => props.functions.map(metricOf);
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `tributary-${props.stage}`,
      widgets: [
        [
          graph('Events in', [stream.metricIncomingRecords(sum)]),
          graph('Milliseconds behind the stream', each(lag)),
          graph('Seconds behind the archive and the queues', [
            props.archive.freshness,
            ...queues.map((queue) => queue.metricApproximateAgeOfOldestMessage(most)),
          ]),
        ],
        [
          graph(
            'Failed calls',
            each(({ lambda }) => lambda.metricErrors(sum)),
          ),
          graph(
            'Waiting in queues',
            queues.map((queue) => queue.metricApproximateNumberOfMessagesVisible(most)),
          ),
          graph('Kept in FailedEvents, write units', [writeUnits(props.data.failedEvents)]),
        ],
        [
          graph(
            'Calls',
            each(({ lambda }) => lambda.metricInvocations(sum)),
          ),
          graph(
            'Emails',
            ['Send', 'Delivery', 'Bounce', 'Complaint'].map((name) => accountMetric(name)),
          ),
          graph('Share of bounces and complaints', props.messaging.reputation),
        ],
        [
          graph('Write units', tables.map(writeUnits)),
          graph(
            'Milliseconds of functions',
            each(({ lambda }) => lambda.metricDuration(sum)),
          ),
          graph('Bytes in', [stream.metricIncomingBytes(sum)]),
        ],
      ],
    });
  }
}

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

const lag = ({ lambda }: HouseFunction) => lambda.metric('IteratorAge', most);

const writeUnits = ({ table }: HouseTable) => table.metricConsumedWriteCapacityUnits(sum);

const accountMetric = (metricName: string) => new Metric({ namespace: 'AWS/SES', metricName, ...sum });
