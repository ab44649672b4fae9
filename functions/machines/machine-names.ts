import { createHash } from 'node:crypto';
import { executionNameOf } from '../../shared/journeys/run-name.ts';

/** The account's part of an ARN, taken from the ARN Lambda gives the running function. */
export type Home = { readonly partition: string; readonly region: string; readonly accountId: string };

export function homeOf(functionArn: string): Home {
  const [, partition = '', , region = '', accountId = ''] = functionArn.split(':');
  return { partition, region, accountId };
}

const LONGEST_NAME = 80; // of a state machine
const HASH_CHARACTERS = 10;

/** The name of a journey's machine; a long id is cut, and a hash keeps it apart from others that begin alike. */
export function machineName(prefix: string, journeyId: string): string {
  const name = `${prefix}${journeyId}`;
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(journeyId).digest('hex').slice(0, HASH_CHARACTERS);
  return `${name.slice(0, LONGEST_NAME - HASH_CHARACTERS - 1)}-${hash}`;
}

export function machineArn({ partition, region, accountId }: Home, machine: string): string {
  return `arn:${partition}:states:${region}:${accountId}:stateMachine:${machine}`;
}

export function executionArn(home: Home, machine: string, name: string): string {
  const { partition, region, accountId } = home;
  return `arn:${partition}:states:${region}:${accountId}:execution:${machine}:${name}`;
}

/** What a run is called where Step Functions lists it. */
export function runExecution(home: Home, machine: string, run: { journeyId: string; entryId: string }) {
  const name = executionNameOf(run.journeyId, run.entryId);
  return { name, arn: executionArn(home, machine, name) };
}
