import {
  CreateStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
  StateMachineAlreadyExists,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { RunEngine } from '../../shared/journeys/run-store.ts';
import { type Home, machineArn, machineName, runExecution } from './machine-names.ts';

/** The port to the machines themselves: one per journey, updated in place. */
export type MachineStore = { publish(journeyId: string, definition: object): Promise<void> };

let client: SFNClient | undefined;
const stepFunctions = (): SFNClient => {
  client ??= new SFNClient({});
  return client;
};

export function runEngine(home: Home, prefix: string): RunEngine {
  return {
    start: async ({ journeyId, version, profileId, entryId }) => {
      const machine = machineName(prefix, journeyId);
      const { name } = runExecution(home, machine, { journeyId, entryId });
      // ids only: execution input is shown in the console and kept for 90 days
      const input = JSON.stringify({ journeyId, version, profileId, entryId });
      const command = new StartExecutionCommand({ stateMachineArn: machineArn(home, machine), name, input });
      await stepFunctions().send(command).catch(ignore(ExecutionAlreadyExists));
    },
    stop: async (run, cause) => {
      const { arn } = runExecution(home, machineName(prefix, run.journeyId), run);
      const command = new StopExecutionCommand({ executionArn: arn, error: 'RunEnded', cause });
      // one that never started needs no stop
      await stepFunctions().send(command).catch(ignore(ExecutionDoesNotExist));
    },
  };
}

/** Starts the backfill's machine, once for each definitions number. */
export function backfillStarter(stateMachineArn: string): { start(number: number): Promise<void> } {
  return {
    start: async (number) => {
      const input = JSON.stringify({ number });
      const command = new StartExecutionCommand({ stateMachineArn, name: `definitions-${number}`, input });
      await stepFunctions().send(command).catch(ignore(ExecutionAlreadyExists));
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
        await stepFunctions().send(
          new UpdateStateMachineCommand({ stateMachineArn: machineArn(home, name), ...common }),
        );
      } catch (error) {
        if (!(error instanceof StateMachineDoesNotExist)) throw error;
        // created meanwhile by another save: the next save of it brings ours
        await stepFunctions()
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

type ErrorClass = abstract new (...values: never[]) => Error;

/** Takes an error that says the work is done already as success. */
function ignore(expected: ErrorClass) {
  return (error: unknown): void => {
    if (!(error instanceof expected)) throw error;
  };
}
