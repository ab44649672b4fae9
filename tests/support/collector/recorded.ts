import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export const SDKS = [
  'raw-browser-and-curl',
  'rudderstack-rudder-sdk-node',
  'segment-analytics-next',
  'segment-analytics-node',
  'segment-analytics-python',
];

export type Recorded = { readonly scenario: string; readonly event: APIGatewayProxyEventV2 };

/** The requests that a real SDK sent, as API Gateway hands them over. */
export function recordedBy(sdk: string): readonly (Recorded & { sdk: string; index: number })[] {
  const file = new URL(`../../fixtures/wire/${sdk}.json`, import.meta.url);
  const { events }: { events: Recorded[] } = JSON.parse(readFileSync(file, 'utf8'));
  return events.map((recorded, index) => ({ ...recorded, sdk, index }));
}
