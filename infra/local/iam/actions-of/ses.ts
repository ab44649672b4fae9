import type { QueryInput } from '../../protocols/query-protocol.ts';
import { arn } from '../../runtime/deployment/resource-type.ts';
import { parseEmail } from '../../services/messages/mime.ts';
import type { QueryRules } from './rules.ts';

/** SES asks for the sender's identity, and for the configuration set where one is named. */
export const sesRules: QueryRules = {
  SendRawEmail(input) {
    const { headers } = parseEmail(Buffer.from(input.text('RawMessage.Data'), 'base64'));
    const sender = addressOf(input.optional('Source') ?? headers.from ?? '');
    const context = { 'ses:fromaddress': sender };
    const set = configurationSet(input, headers);
    const named = set === undefined ? [] : [`configuration-set/${set}`];
    // every domain is verified here
    const resources = [`identity/${sender.split('@').at(-1)}`, ...named];
    return resources.map((name) => ({ action: 'ses:SendRawEmail', resource: arn('ses', name), context }));
  },
};

function configurationSet(input: QueryInput, headers: Readonly<Record<string, string>>): string | undefined {
  return input.optional('ConfigurationSetName') ?? headers['x-ses-configuration-set'];
}

function addressOf(text: string): string {
  return (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
}
