import * as z from 'zod';
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

/** Throws InvalidArn for what cannot be the ARN of such a thing. */
export function requireArn(kind: 'stateMachine' | 'execution', arn: string): void {
  const [prefix, , service, , , found] = arn.split(':');
  if (prefix === 'arn' && service === 'states' && found === kind) return;
  throw new AwsError('InvalidArn', `Invalid Arn: '${arn}' is not the ARN of a ${kind}`);
}

const defaultPageSize = 100;

/** How a caller may describe a failure. */
export const failureText = {
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
};

/** What every call that answers pages takes. */
export const pageInput = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().max(1024).optional(),
};

/** The page that a call asks for and one row more, which tells whether there is another; a token is where the last one ended. */
export function pageOf(input: { maxResults?: number | undefined; nextToken?: string | undefined }): Page {
  const offset = Number(input.nextToken ?? 0);
  if (!Number.isInteger(offset) || offset < 0) {
    throw new AwsError('InvalidToken', `Invalid Token: '${input.nextToken}'`);
  }
  return { offset, limit: (input.maxResults || defaultPageSize) + 1 };
}

/** The rows of a page without the one more, and the token of the page after it, if there is any. */
export function cutPage<T>(
  { offset, limit }: Page,
  rows: readonly T[],
): { rows: readonly T[]; next: object } {
  const size = limit - 1;
  return { rows: rows.slice(0, size), next: rows.length > size ? { nextToken: String(offset + size) } : {} };
}

/** Fields without those that have no value. */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
