import type { JsonInput } from '../../protocols/json-protocol.ts';
import { arn } from '../../runtime/deployment/resource-type.ts';
import type { JsonRules } from './rules.ts';

const onSecret = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue'];

export const secretsmanagerRules: JsonRules = Object.fromEntries(
  onSecret.map((operation) => [
    operation,
    (input: JsonInput) => [{ action: `secretsmanager:${operation}`, resource: secretArn(input) }],
  ]),
);

// who calls by name needs a grant that leaves the six random characters open, as AWS's own examples write it
function secretArn({ SecretId: id }: JsonInput): string {
  return String(id).startsWith('arn:') ? String(id) : arn('secretsmanager', `secret:${String(id)}-??????`);
}
