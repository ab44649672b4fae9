import { parseInput } from '../../protocols/json-protocol.ts';
import { QueryInput } from '../../protocols/query-protocol.ts';
import type { AwsRequest } from '../../protocols/service.ts';
import type { WireCall } from '../../runtime/front/wire-call.ts';
import type { Need } from '../policies/evaluate.ts';
import { dynamodbRules } from './dynamodb.ts';
import { kinesisRules } from './kinesis.ts';
import type { JsonRules, QueryRules } from './rules.ts';
import { s3Needs } from './s3.ts';
import { secretsmanagerRules } from './secretsmanager.ts';
import { sesRules } from './ses.ts';
import { snsRules } from './sns.ts';
import { sqsRules } from './sqs.ts';
import { statesRules } from './states.ts';

type NeedsOf = (request: AwsRequest, operation: string) => readonly Need[] | undefined;

const services: Readonly<Record<string, NeedsOf>> = {
  dynamodb: ofJson(dynamodbRules),
  kinesis: ofJson(kinesisRules),
  s3: s3Needs,
  secretsmanager: ofJson(secretsmanagerRules),
  ses: ofQuery(sesRules),
  sns: ofQuery(snsRules),
  sqs: ofJson(sqsRules),
  states: ofJson(statesRules),
};

/** Everything a call must be allowed; undefined when no rule tells. */
export function needsOf({ service, operation, request }: WireCall): readonly Need[] | undefined {
  return services[service]?.(request, operation);
}

function ofJson(rules: JsonRules): NeedsOf {
  return ({ body }, operation) => rules[operation]?.(parseInput(body));
}

function ofQuery(rules: QueryRules): NeedsOf {
  return ({ body }, operation) => rules[operation]?.(new QueryInput(new URLSearchParams(body.toString())));
}
