import type { Clock } from '../clock.ts';
import { openDatabase } from '../protocols/database.ts';
import { jsonService, unknownOperation } from '../protocols/json-protocol.ts';
import type { AwsService } from '../protocols/service.ts';
import type { Work } from '../runtime/work.ts';
import { Interpreter } from './interpreter.ts';
import type { InvokeFunction } from './lambda-invoke.ts';
import type { Operation } from './operations/call.ts';
import { executionOperations } from './operations/executions.ts';
import { stateMachineOperations } from './operations/state-machines.ts';
import { taskTokenOperations } from './operations/task-tokens.ts';
import { type StatusEvent, statusEvent } from './status-event.ts';
import type { Execution } from './store/execution.ts';
import { createExecutionTable, executionSchema } from './store/execution-table.ts';
import { createMachineTable, machineSchema } from './store/machine-table.ts';

export type StatesOptions = {
  readonly clock: Clock;
  readonly work: Work;
  /** Calls a function by its name or ARN; rejects for one that is not there. */
  readonly invoke: InvokeFunction;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string | undefined;
  readonly onStatus?: (event: StatusEvent) => void;
};

export type ExecutionCost = Pick<Execution, 'arn' | 'machineArn' | 'name' | 'status' | 'transitions'>;

/** The local Step Functions: the AWS service, and what the local cloud itself needs of it. */
export type States = AwsService & {
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

export function openStates({ clock, work, invoke, dataDir, onStatus }: StatesOptions): States {
  const database = openDatabase(dataDir, 'states', machineSchema + executionSchema);
  const machines = createMachineTable(database);
  const executions = createExecutionTable(database);
  const told = (execution: Execution): void => {
    onStatus?.(statusEvent(execution));
    executions.tell(execution.arn);
    const isLast = execution.phase === 'ended' && !executions.isRunning(execution.machineArn);
    if (isLast && machines.find(execution.machineArn)?.status === 'DELETING') {
      machines.remove(execution.machineArn);
    }
  };
  const interpreter = new Interpreter({ clock, work, executions, machines, invoke, onStatus: told });
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
    resume() {
      for (const execution of executions.untold()) told(execution);
      interpreter.resume();
    },
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
