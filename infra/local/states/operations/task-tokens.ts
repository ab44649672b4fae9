import * as z from 'zod';
import { AwsError } from '../../protocols/service.ts';
import { maxDataBytes } from '../running/data-limit.ts';
import { isToken } from '../running/task-token.ts';
import { StateError } from '../state-error.ts';
import type { Execution } from '../store/execution.ts';
import { failureText, type Operation, type OperationPorts, readInput } from './call.ts';

const successInput = z.strictObject({ taskToken: z.string(), output: z.string() });

const sendTaskSuccess: Operation = (ports, input) => {
  const { taskToken, output } = readInput(successInput, input);
  const result = parseOutput(output);
  ports.interpreter.change(requireTask(ports, taskToken), (progress) => progress.succeedTask(result));
  return {};
};

const failureInput = z.strictObject({
  taskToken: z.string(),
  ...failureText,
});

const sendTaskFailure: Operation = (ports, input) => {
  const { taskToken, error, cause } = readInput(failureInput, input);
  ports.interpreter.change(requireTask(ports, taskToken), (progress) =>
    progress.failTask(new StateError(error ?? 'States.TaskFailed', cause ?? '')),
  );
  return {};
};

const heartbeatInput = z.strictObject({ taskToken: z.string() });

const sendTaskHeartbeat: Operation = (ports, input) => {
  const execution = requireTask(ports, readInput(heartbeatInput, input).taskToken);
  ports.interpreter.change(execution, (progress) => progress.beat());
  return {};
};

export const taskTokenOperations: Readonly<Record<string, Operation>> = {
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
};

// the token may come back before the function that was given it has answered
function requireTask({ executions }: OperationPorts, token: string): Execution {
  if (!isToken(token)) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  const execution = executions.findByToken(token);
  if (execution?.phase === 'token' || execution?.phase === 'calling') return execution;
  throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}

function parseOutput(output: string) {
  if (Buffer.byteLength(output) > maxDataBytes) {
    throw new AwsError('InvalidOutput', `the output is larger than ${maxDataBytes} bytes`);
  }
  try {
    return JSON.parse(output);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${String(error)}'`);
  }
}
