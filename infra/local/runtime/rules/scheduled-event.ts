import { createHash } from 'node:crypto';
import { accountId, region } from '../template/scope.ts';

/** The event that EventBridge sends to the targets of a scheduled rule. */
export function scheduledEvent(ruleArn: string, at: number): string {
  return JSON.stringify({
    version: '0',
    id: eventId(`${ruleArn}/${at}`),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    // EventBridge writes whole seconds
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region,
    resources: [ruleArn],
    detail: {},
  });
}

function eventId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
