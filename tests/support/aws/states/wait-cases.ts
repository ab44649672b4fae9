import { pass, type StatesCase } from './states-case.ts';

const day = 86_400;
const year = 365 * day;

function wait(fields: object): object {
  return { Type: 'Wait', End: true, ...fields };
}

/** Wait on the virtual clock. */
export const waitCases: readonly StatesCase[] = [
  {
    name: 'ends at its instant',
    states: { a: wait({ Seconds: 40 * day, Next: 'b', End: undefined }), b: pass({ Result: 'done' }) },
    advanceSeconds: 40 * day,
    output: 'done',
    history: [
      ...['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'PassStateEntered', 'PassStateExited'],
      'ExecutionSucceeded',
    ],
  },
  {
    name: 'does not end a second before',
    states: { a: wait({ Seconds: 40 * day }) },
    advanceSeconds: 40 * day - 1,
    status: 'RUNNING',
  },
  {
    name: 'takes the seconds from a path',
    states: { a: wait({ SecondsPath: '$.s' }) },
    input: { s: 90 },
    advanceSeconds: 90,
    output: { s: 90 },
  },
  {
    name: 'does not wait for what has passed',
    states: { a: wait({ TimestampPath: '$.at' }) },
    input: { at: '2020-01-01T00:00:00+01:00' },
    output: { at: '2020-01-01T00:00:00+01:00' },
  },
  {
    name: 'fails on text that is no instant',
    states: { a: wait({ TimestampPath: '$.at' }) },
    input: { at: '2026-01-01' },
    error: 'States.Runtime',
  },
  {
    name: 'fails on seconds that are no whole number',
    states: { a: wait({ SecondsPath: '$.s' }) },
    input: { s: 1.5 },
    error: 'States.Runtime',
  },
  {
    name: 'waits in a chain',
    states: { a: wait({ Seconds: 60, Next: 'b', End: undefined }), b: wait({ Seconds: 60 }) },
    advanceSeconds: 120,
    output: {},
  },
  {
    name: 'ends with the timeout of the machine',
    states: { a: wait({ Seconds: 61 }) },
    timeoutSeconds: 60,
    advanceSeconds: 60,
    status: 'TIMED_OUT',
    error: 'States.Timeout',
  },
  {
    name: 'ends after a year, whatever the timeout of the machine',
    states: { a: wait({ Seconds: year + 1 }) },
    timeoutSeconds: 2 * year,
    advanceSeconds: year,
    status: 'TIMED_OUT',
    error: 'States.Timeout',
    history: ['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut'],
  },
];
