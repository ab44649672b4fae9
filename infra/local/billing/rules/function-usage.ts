import type { Usage } from '../meter.ts';

export type Metered = { readonly name: string; readonly memorySizeMegabytes: number };

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

/** One invocation with the processor time that it took, in milliseconds. */
export const invocationUsage = (called: Metered, cpuMilliseconds: number): readonly Usage[] => [
  { service: 'lambda', resource: called.name, unit: 'requests', quantity: 1 },
  ...durationUsage(called, Math.ceil(cpuMilliseconds)),
  ...logUsage(called.name, platformLineBytes),
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
// START, END and REPORT, which Lambda itself writes for each invocation
const platformLineBytes = 70 + 51 + 148 + 2 * lineOverheadBytes;

export const lineUsage = (name: string, text: string): readonly Usage[] =>
  logUsage(name, Buffer.byteLength(text));

const logUsage = (name: string, bytes: number): readonly Usage[] => [
  { service: 'logs', resource: name, unit: 'log-bytes', quantity: bytes + lineOverheadBytes },
];
