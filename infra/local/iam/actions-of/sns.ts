import type { QueryInput } from '../../protocols/query-protocol.ts';
import type { QueryRules } from './rules.ts';

const resourceField: Readonly<Record<string, string>> = {
  CreatePlatformEndpoint: 'PlatformApplicationArn',
  DeleteEndpoint: 'EndpointArn',
  GetEndpointAttributes: 'EndpointArn',
  SetEndpointAttributes: 'EndpointArn',
};

export const snsRules: QueryRules = {
  ...Object.fromEntries(
    Object.entries(resourceField).map(([operation, field]) => [
      operation,
      (input: QueryInput) => [{ action: `sns:${operation}`, resource: input.text(field) }],
    ]),
  ),
  // AWS takes the phone number itself for the resource, which only a grant on all of SNS matches
  Publish: (input) => {
    const target = input.optional('TopicArn') ?? input.optional('TargetArn');
    return [{ action: 'sns:Publish', resource: target ?? input.text('PhoneNumber') }];
  },
};
