import { executionNameOf } from '../../shared/journeys/run-name.ts';

/** The account's part of an ARN, taken from the ARN Lambda gives the running function. */
export type Home = { readonly partition: string; readonly region: string; readonly accountId: string };

export function homeOf(functionArn: string): Home {
  const [, partition = '', , region = '', accountId = ''] = functionArn.split(':');
  return { partition, region, accountId };
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
