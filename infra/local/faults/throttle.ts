import { AwsError, type AwsResponse } from '../protocols/service.ts';
import type { WireCall } from '../runtime/front/wire-call.ts';
import type { BreakableCall } from './break-call.ts';
import { cancelledTransaction } from './conflict.ts';
import { type HalfBatch, halveBatch } from './half-batch.ts';

const tableTooSlow =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table ' +
  'or index so please try again shortly. If exceptions persist, check if you have a hot key: ' +
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html';

const throttles: Readonly<Record<string, (call: WireCall) => AwsError>> = {
  dynamodb: ({ operation, resources }) =>
    operation.startsWith('Transact')
      ? cancelledTransaction(resources.length, { Code: 'ThrottlingError', Message: tableTooSlow })
      : new AwsError('ThrottlingException', tableTooSlow),
  firehose: () => new AwsError('ServiceUnavailableException', 'Slow down.', { status: 503 }),
  kinesis: ({ resource }) =>
    new AwsError(
      'ProvisionedThroughputExceededException',
      `Rate exceeded for a shard in stream ${resource}.`,
    ),
  lambda: () => new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 }),
  s3: () => new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 }),
  secretsmanager: () => new AwsError('ThrottlingException', 'Rate exceeded'),
  ses: () => new AwsError('Throttling', 'Maximum sending rate exceeded.'),
  sns: () => new AwsError('Throttled', 'Rate exceeded', { status: 429 }),
  sqs: () => new AwsError('RequestThrottled', 'Rate exceeded', { status: 403 }),
  states: () => new AwsError('ThrottlingException', 'Rate exceeded'),
};

export function isThrottled({ service }: WireCall): boolean {
  return service in throttles;
}

export const throttledServices = Object.keys(throttles);

/** Answers as a service under too much load: a batch is carried out by half, anything else is refused. */
export async function throttle({ call, service, carryOut }: BreakableCall): Promise<AwsResponse> {
  const half = halveBatch(call.operation, call.body);
  if (half !== undefined) return answerHalf(half, { call, carryOut });
  const error = throttles[call.service]?.(call);
  return error === undefined ? carryOut(call) : service.refuse(error);
}

type Carrying = Pick<BreakableCall, 'call' | 'carryOut'>;

async function answerHalf(half: HalfBatch, { call, carryOut }: Carrying): Promise<AwsResponse> {
  const headers = { 'content-type': call.request.headers['content-type'] ?? '' };
  if (half.carriedOut === undefined) return { status: 200, headers, body: JSON.stringify(half.answer({})) };
  const answer = await carryOut(call.withBody(JSON.stringify(half.carriedOut)));
  if (answer.status !== 200) return answer;
  return { ...answer, body: JSON.stringify(half.answer(JSON.parse(answer.body.toString()))) };
}
