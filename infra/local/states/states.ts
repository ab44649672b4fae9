import type { Clock } from '../clock.ts';
import { openDatabase } from '../protocols/database.ts';
import { jsonService, unknownOperation } from '../protocols/json-protocol.ts';
import type { AwsService } from '../protocols/service.ts';
import type { Work } from '../runtime/work.ts';
import type { Operation } from './operations/call.ts';
import { executionOperations } from './operations/executions.ts';
import { type DeployedMachine, deployMachine, stateMachineOperations } from './operations/state-machines.ts';
import { taskTokenOperations } from './operations/task-tokens.ts';
import { Interpreter } from './running/interpreter.ts';
import type { InvokeFunction } from './running/lambda-invoke.ts';
import { createStatusTeller, type OnStatus } from './running/status-teller.ts';
import type { Execution } from './store/execution.ts';
import { createExecutionTable, executionSchema } from './store/execution-table.ts';
import { createMachineTable, machineSchema } from './store/machine-table.ts';
import { createStatusOutbox, statusOutboxSchema } from './store/status-outbox.ts';

export type StatesOptions = {
  readonly clock: Clock;
  readonly work: Work;
  /** Calls a function by its name or ARN; rejects for one that is not there. */
  readonly invoke: InvokeFunction;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string | undefined;
  /** Told when an execution has started and when it has ended. */
  readonly onStatus?: OnStatus | undefined;
};

export type ExecutionCost = Pick<Execution, 'arn' | 'machineArn' | 'name' | 'status' | 'transitions'>;

/** The local Step Functions: the AWS service, and what the local cloud itself needs of it. */
export type States = AwsService & {
  /** Brings a machine of the template up to date. */
  deploy(machine: DeployedMachine): void;
  /** Goes on with what ran when it was last closed; the functions must be there. */
  resume(): void;
  /** Every execution with the transitions that AWS would bill for it. */
  transitions(): readonly ExecutionCost[];
  close(): Promise<void>;
};

const operations: Readonly<Record<string, Operation>> = {
  ...stateMachineOperations,
  ...executionOperations,
  ...taskTokenOperations,
};

export function openStates({
  clock,
  work,
  invoke,
  dataDir,
  onStatus = () => undefined,
}: StatesOptions): States {
  const database = openDatabase(dataDir, 'states', machineSchema + executionSchema + statusOutboxSchema);
  const machines = createMachineTable(database);
  const executions = createExecutionTable(database);
  const status = createStatusTeller(createStatusOutbox(database), onStatus);
  const { transaction } = database;
  const interpreter = new Interpreter({ clock, work, executions, machines, status, invoke, transaction });
  const ports = { executions, machines, interpreter, now: () => clock.now() };
  return {
    ...jsonService('states', {
      contentType: 'application/x-amz-json-1.0',
      run: async (name, input) => {
        const operation = operations[name];
        if (operation === undefined) throw unknownOperation('Step Functions', name);
        return operation(ports, input);
      },
    }),
    deploy: (machine) => deployMachine(ports, machine),
    resume: () => interpreter.resume(),
    transitions: () =>
      executions.all().map(({ arn, machineArn, name, status, transitions }) => ({
        ...{ arn, machineArn, name, status, transitions },
      })),
    async close() {
      interpreter.close();
      database.close();
    },
  };
}
