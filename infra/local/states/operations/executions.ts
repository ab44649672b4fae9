import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../protocols/service.ts';
import { maxDataBytes } from '../running/data-limit.ts';
import type { Execution } from '../store/execution.ts';
import type { ExecutionTable } from '../store/execution-table.ts';
import { executionStarted } from '../store/history.ts';
import type { StateMachine } from '../store/machine-table.ts';
import {
  cutPage,
  failureText,
  type Operation,
  type OperationPorts,
  pageInput,
  pageOf,
  present,
  readInput,
  requireArn,
  requireName,
  seconds,
  statesArn,
} from './call.ts';
import { requireActive, requireMachine } from './state-machines.ts';

const dayMs = 86_400_000;
// Step Functions' own: an execution lives a year at most, its name is kept for 90 days after its end
const longestLifeMs = 365 * dayMs;
const nameKeptMs = 90 * dayMs;

const startInput = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.unknown().optional(),
});

const startExecution: Operation = (ports, input) => {
  const asked = readInput(startInput, input);
  const machine = requireMachine(ports.machines, asked.stateMachineArn);
  requireActive(machine);
  const name = asked.name ?? randomUUID();
  requireName(name);
  requireInput(asked.input);
  const arn = statesArn('execution', `${machine.name}:${name}`);
  const existing = ports.executions.find(arn);
  if (existing !== undefined && isKept(existing, ports.now())) {
    if (existing.status === 'RUNNING' && existing.input === asked.input) return started(existing);
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  if (existing !== undefined) ports.executions.remove(arn);
  return started(createExecution(ports, { arn, name, machine, input: asked.input }));
};

type NewExecution = {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  readonly input: string;
};

function createExecution({ interpreter, now }: OperationPorts, made: NewExecution): Execution {
  const { machine, input } = made;
  const { startAt, timeoutSeconds } = interpreter.definition(machine.current);
  const startedAt = now();
  const lifeMs = timeoutSeconds === undefined ? longestLifeMs : timeoutSeconds * 1000;
  const execution: Execution = {
    ...{ arn: made.arn, name: made.name, machineArn: machine.arn, definition: machine.current, input },
    ...{ parent: null, branch: 0, iterationOf: null, item: null },
    ...{ startedAt, deadlineAt: startedAt + Math.min(lifeMs, longestLifeMs) },
    ...{ status: 'RUNNING', stoppedAt: null, output: null, error: null, cause: null },
    ...{ transitions: 1, events: 1, lastEvent: 1, phase: 'entering', state: startAt, stateInput: input },
    ...{ enteredAt: startedAt, wakeAt: null, timeoutAt: null, token: '', retries: '[]' },
  };
  interpreter.begin(execution, { ...executionStarted(input, machine.roleArn), id: 1, previous: 0 });
  return execution;
}

const executionInput = z.strictObject({ executionArn: z.string(), includedData: z.unknown().optional() });

const describeExecution: Operation = ({ executions }, input) => {
  const execution = requireExecution(executions, readInput(executionInput, input).executionArn);
  const { output, error, cause } = execution;
  return present({
    ...summary(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...{ output, error, cause },
    // not in AWS, where the bill tells
    transitions: execution.transitions,
  });
};

const stopInput = z.strictObject({
  executionArn: z.string(),
  ...failureText,
});

const stopExecution: Operation = ({ executions, interpreter, now }, input) => {
  const { executionArn, error = null, cause = null } = readInput(stopInput, input);
  const execution = requireExecution(executions, executionArn);
  // stopping what has ended is no error
  if (execution.status === 'RUNNING') {
    interpreter.change(execution, (progress) => progress.end('ABORTED', { error, cause }));
  }
  return { stopDate: seconds(requireExecution(executions, executionArn).stoppedAt ?? now()) };
};

const listInput = z.strictObject({
  stateMachineArn: z.string(),
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  ...pageInput,
});

const listExecutions: Operation = ({ executions, machines }, input) => {
  const asked = readInput(listInput, input);
  const machine = requireMachine(machines, asked.stateMachineArn);
  const page = pageOf(asked);
  const { rows, next } = cutPage(page, executions.list(machine.arn, asked.statusFilter, page));
  return { executions: rows.map(summary), ...next };
};

const historyInput = z.strictObject({
  executionArn: z.string(),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.literal(true).optional(),
  ...pageInput,
});

const getExecutionHistory: Operation = ({ executions }, input) => {
  const asked = readInput(historyInput, input);
  const { arn } = requireExecution(executions, asked.executionArn);
  const page = pageOf(asked);
  const { rows, next } = cutPage(page, executions.history(arn, asked.reverseOrder, page));
  const events = rows.map(({ id, previous, at, type, details }) => ({
    ...{ id, previousEventId: previous, timestamp: seconds(at), type },
    ...JSON.parse(details),
  }));
  return { events, ...next };
};

const describeMachineOf: Operation = ({ executions, machines }, input) => {
  const { executionArn } = readInput(executionInput, input);
  const { machineArn, definition } = requireExecution(executions, executionArn);
  const machine = requireMachine(machines, machineArn);
  return {
    ...{ stateMachineArn: machineArn, name: machine.name, roleArn: machine.roleArn },
    definition: machines.definition(definition),
    updateDate: seconds(machine.createdAt),
  };
};

export const executionOperations: Readonly<Record<string, Operation>> = {
  StartExecution: startExecution,
  DescribeExecution: describeExecution,
  DescribeStateMachineForExecution: describeMachineOf,
  StopExecution: stopExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
};

function requireExecution(executions: ExecutionTable, arn: string): Execution {
  requireArn('execution', arn);
  const execution = executions.find(arn);
  // a branch is no execution of its own
  if (execution?.parent === null) return execution;
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function requireInput(input: string): void {
  if (Buffer.byteLength(input) > maxDataBytes) {
    throw new AwsError('InvalidExecutionInput', `the input is larger than ${maxDataBytes} bytes`);
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${String(error)}'`);
  }
}

function isKept({ stoppedAt }: Execution, now: number): boolean {
  return stoppedAt === null || stoppedAt > now - nameKeptMs;
}

function started({ arn, startedAt }: Execution): object {
  return { executionArn: arn, startDate: seconds(startedAt) };
}

function summary({
  arn,
  machineArn,
  name,
  status,
  startedAt,
  stoppedAt,
}: Execution): Record<string, unknown> {
  return present({
    ...{ executionArn: arn, stateMachineArn: machineArn, name, status },
    ...{ startDate: seconds(startedAt), stopDate: stoppedAt === null ? null : seconds(stoppedAt) },
  });
}
