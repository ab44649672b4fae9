import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  StateMachineAlreadyExists,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { RunEngine } from '../../shared/journeys/run-store.ts';
import type { BackfillEngine, BackfillFailure } from '../../shared/profiles/memberships/backfill.ts';
import { statesClient } from '../aws/clients/clients.ts';
import { type Home, machineArn, machineName, runExecution } from './machine-names.ts';

/** The port to the machines themselves: one per journey, updated in place. */
export type MachineStore = { publish(journeyId: string, definition: object): Promise<void> };

export function runEngine(home: Home, prefix: string): RunEngine {
  return {
    start: async ({ journeyId, version, profileId, entryId }) => {
      const machine = machineName(prefix, journeyId);
      const { name } = runExecution(home, machine, { journeyId, entryId });
      // ids only: execution input is shown in the console and kept for 90 days
      const input = JSON.stringify({ journeyId, version, profileId, entryId });
      const command = new StartExecutionCommand({ stateMachineArn: machineArn(home, machine), name, input });
      await statesClient().send(command).catch(ignore(ExecutionAlreadyExists));
    },
    stop: async (run, cause) => {
      const { arn } = runExecution(home, machineName(prefix, run.journeyId), run);
      const command = new StopExecutionCommand({ executionArn: arn, error: 'RunEnded', cause });
      // one that never started needs no stop
      await statesClient().send(command).catch(ignore(ExecutionDoesNotExist));
    },
  };
}

export type MachineOptions = {
  readonly home: Home;
  readonly prefix: string;
  readonly roleArn: string;
  readonly logGroupArn: string;
};

export function machineStore({ home, prefix, roleArn, logGroupArn }: MachineOptions): MachineStore {
  return {
    publish: async (journeyId, definition) => {
      const name = machineName(prefix, journeyId);
      const common = {
        definition: JSON.stringify(definition),
        roleArn,
        loggingConfiguration: logging(logGroupArn),
      };
      try {
        await statesClient().send(
          new UpdateStateMachineCommand({ stateMachineArn: machineArn(home, name), ...common }),
        );
      } catch (error) {
        if (!(error instanceof StateMachineDoesNotExist)) throw error;
        // created meanwhile by another save: the next save of it brings ours
        await statesClient()
          .send(new CreateStateMachineCommand({ name, type: 'STANDARD', ...common }))
          .catch(ignore(StateMachineAlreadyExists));
      }
    },
  };
}

/** Errors only, and never the data: inputs hold ids, outputs could hold more some day. */
function logging(logGroupArn: string) {
  return {
    level: 'ERROR' as const,
    includeExecutionData: false,
    destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
  };
}

type BackfillMachine = { readonly client: SFNClient; readonly arn: string };

/** The machine of backfills: an execution is named after the definitions number it brings everybody to, and which try it is. */
export function backfillExecutions(client: SFNClient, stateMachineArn: string): BackfillEngine {
  const machine = { client, arn: stateMachineArn };
  return {
    start: (number) => startBackfill(machine, number),
    loadFailure: () => loadFailure(machine),
  };
}

type Try = { readonly number: number; readonly attempt: number };

const nameOfTry = ({ number, attempt }: Try): string =>
  attempt === 1 ? `definitions-${number}` : `definitions-${number}-${attempt}`;

async function startBackfill(machine: BackfillMachine, number: number): Promise<void> {
  const last = await loadLastTry(machine);
  if (last === undefined || last.number < number) return beginTry(machine, { number, attempt: 1 });
  // the item knows the newer number: an execution of the older one would find itself overtaken
  if (hasFailed(last)) await beginTry(machine, { number: last.number, attempt: last.attempt + 1 });
}

async function beginTry({ client, arn }: BackfillMachine, next: Try): Promise<void> {
  const input = JSON.stringify({ number: next.number });
  const command = new StartExecutionCommand({ stateMachineArn: arn, name: nameOfTry(next), input });
  // whoever published at the same time has started it
  await client.send(command).catch(ignore(ExecutionAlreadyExists));
}

type Execution = Try & Pick<ExecutionListItem, 'executionArn' | 'status' | 'stopDate'>;

const failures: readonly (string | undefined)[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];
const hasFailed = ({ status }: Execution): boolean => failures.includes(status);

// later ones bring everybody to newer numbers, unless some were started at once
const MOST_LISTED = 20;

/** Of the tries to bring everybody to the newest number the last. */
async function loadLastTry({ client, arn }: BackfillMachine): Promise<Execution | undefined> {
  const command = new ListExecutionsCommand({ stateMachineArn: arn, maxResults: MOST_LISTED });
  const { executions = [] } = await client.send(command);
  return executions
    .flatMap((listed) => tryOf(listed) ?? [])
    .sort((one, other) => other.number - one.number || other.attempt - one.attempt)[0];
}

/** Nothing of an execution that somebody started by hand. */
function tryOf({ name = '', executionArn, status, stopDate }: ExecutionListItem): Execution | undefined {
  const [, number, attempt = 1] = /^definitions-(\d+)(?:-(\d+))?$/.exec(name) ?? [];
  if (number === undefined) return undefined;
  return { number: Number(number), attempt: Number(attempt), executionArn, status, stopDate };
}

async function loadFailure(machine: BackfillMachine): Promise<BackfillFailure | undefined> {
  const last = await loadLastTry(machine);
  if (last === undefined || !hasFailed(last)) return undefined;
  const { executionArn, number, status, stopDate } = last;
  const { error, cause } = await machine.client.send(new DescribeExecutionCommand({ executionArn }));
  const why = [status, error, cause].filter((part) => part !== undefined).join(': ');
  return { number, at: stopDate?.toISOString(), why: why.slice(0, LONGEST_WHY) };
}

// a cause may be 32,768 characters of a stack
const LONGEST_WHY = 500;

type ErrorClass = abstract new (...values: never[]) => Error;

/** Takes an error that says the work is done already as success. */
function ignore(expected: ErrorClass) {
  return (error: unknown): void => {
    if (!(error instanceof expected)) throw error;
  };
}
