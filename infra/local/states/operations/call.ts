import type * as z from 'zod';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError } from '../../protocols/service.ts';
import { accountId, region } from '../../runtime/template/scope.ts';
import type { Interpreter } from '../running/interpreter.ts';
import type { ExecutionTable, Page } from '../store/execution-table.ts';
import type { MachineTable } from '../store/machine-table.ts';

export type OperationPorts = {
  readonly executions: ExecutionTable;
  readonly machines: MachineTable;
  readonly interpreter: Interpreter;
  readonly now: () => number;
};

/** Answers one operation of the service, or throws AwsError. */
export type Operation = (ports: OperationPorts, input: JsonInput) => object;

/** Reads the input of an operation; what is missing, wrong or has no behaviour here is named. */
export function readInput<T>(schema: z.ZodType<T>, input: JsonInput): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  throw new AwsError('ValidationException', problems.join('; '));
}

/** The names of machines and executions, with the characters that Step Functions refuses. */
export function requireName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/.test(name)) return;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

export function statesArn(kind: 'stateMachine' | 'execution', name: string): string {
  return `arn:aws:states:${region}:${accountId}:${kind}:${name}`;
}

/** Instants as the protocol has them. */
export function seconds(instant: number): number {
  return instant / 1000;
}

const defaultPageSize = 100;

/** The page that a call asks for; a token is where the last one ended. */
export function pageOf(input: { maxResults?: number | undefined; nextToken?: string | undefined }): Page {
  const offset = Number(input.nextToken ?? 0);
  if (!Number.isInteger(offset) || offset < 0) {
    throw new AwsError('InvalidToken', `Invalid Token: '${input.nextToken}'`);
  }
  return { offset, limit: input.maxResults || defaultPageSize };
}

/** The token of the page after this one, if there is any. */
export function nextToken({ offset, limit }: Page, found: number): { nextToken?: string } {
  return found < limit ? {} : { nextToken: String(offset + limit) };
}

/** Fields without those that have no value. */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
