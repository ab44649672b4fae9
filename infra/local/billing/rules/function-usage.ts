import type { FunctionConfig } from '../../runtime/lambda/function-config.ts';
import type { Usage } from '../meter.ts';
import { type Outcome, platformLines } from './platform-lines.ts';

export type Metered = Pick<FunctionConfig, 'name' | 'memorySizeMegabytes' | 'logging'>;
/** What became of an invocation, with the processor time that it took. */
export type Invoked = { readonly cpuMilliseconds: number; readonly outcome: Outcome };

// what a round trip takes in AWS, where this machine answers at once
const roundTripMs: Readonly<Record<string, number>> = {
  dynamodb: 4,
  kinesis: 8,
  secretsmanager: 8,
  s3: 20,
  states: 20,
  sqs: 8,
  ses: 60,
  sns: 60,
};

/** One invocation, and what Lambda writes about it. */
export const invocationUsage = (called: Metered, { cpuMilliseconds, outcome }: Invoked): readonly Usage[] => [
  { service: 'lambda', resource: called.name, unit: 'requests', quantity: 1 },
  ...durationUsage(called, Math.ceil(cpuMilliseconds)),
  ...platformLines(called.logging, outcome).flatMap((line) => lineUsage(called.name, line)),
];

/** The wait of a function for a service's answer. */
export const roundTripUsage = (caller: Metered, service: string): readonly Usage[] =>
  durationUsage(caller, roundTripMs[service] ?? 0);

function durationUsage({ name, memorySizeMegabytes }: Metered, milliseconds: number): readonly Usage[] {
  const gbSeconds = (milliseconds / 1_000) * (memorySizeMegabytes / 1_024);
  const shared = { service: 'lambda', resource: name, modelled: true } as const;
  return [
    { ...shared, unit: 'milliseconds', quantity: milliseconds },
    { ...shared, unit: 'gb-seconds', quantity: gbSeconds },
  ];
}

// what CloudWatch adds to each line
const lineOverheadBytes = 26;

export const lineUsage = (resource: string, text: string): readonly Usage[] => [
  {
    ...{ service: 'logs', resource, unit: 'log-bytes' },
    quantity: Buffer.byteLength(text) + lineOverheadBytes,
  },
];
