import * as z from 'zod';
import type { Json } from '../../runtime/template/json.ts';
import { parseIntrinsic } from '../data/intrinsic-syntax.ts';
import { readPath, type Sources } from '../data/path.ts';
import { namesOf, placeResult } from '../data/result-path.ts';
import { fillTemplate } from '../data/template.ts';
import { StateError } from '../state-error.ts';
import type { Moved, Visit } from './state-kind.ts';

export const path = z.string().startsWith('$');

/** What says for itself that it is an intrinsic function instead of a path. */
export const pathOrIntrinsic = z.string().superRefine((expression, context) => {
  const problem = intrinsicProblem(expression);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** The fields of every state. */
export const everyState = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
};

/** InputPath and OutputPath; null stands for an empty object. */
export const inputAndOutput = {
  InputPath: path.nullable().optional(),
  OutputPath: path.nullable().optional(),
};

/** What follows: exactly one of the two, which the validator has checked. */
export const following = { Next: z.string().optional(), End: z.literal(true).optional() };

export const resultPath = path
  .refine((text) => namesOf(text) !== undefined, 'a ResultPath may only be made of names here')
  .nullable()
  .optional();

/** A payload template; the validator knows the names of the intrinsic functions. */
export const payloadTemplate = z.json().superRefine((template, context) => {
  for (const expression of expressions(template)) {
    const problem = intrinsicProblem(expression);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  }
});

/** What becomes of a result. */
export const resultFields = { ResultSelector: payloadTemplate.optional(), ResultPath: resultPath };

/** The states of a branch or an iteration; each is parsed as those of the machine are. */
export const scope = {
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.looseObject({ Type: z.string() })),
};

const errorEquals = z
  .array(z.string())
  .min(1)
  .readonly()
  .refine((names) => names.length === 1 || !names.includes('States.ALL'), 'States.ALL must stand alone');

type Handler = { readonly ErrorEquals: readonly string[] };

function isAllLast(handlers: readonly Handler[]): boolean {
  return handlers.slice(0, -1).every(({ ErrorEquals }) => !ErrorEquals.includes('States.ALL'));
}

/** What a state does about errors, with Step Functions' own defaults. */
export const errorHandling = {
  Retry: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        ErrorEquals: errorEquals,
        IntervalSeconds: z.int().positive().default(1),
        MaxAttempts: z.int().nonnegative().default(3),
        BackoffRate: z.number().min(1).default(2),
        MaxDelaySeconds: z.int().positive().optional(),
        JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
      }),
    )
    .refine(isAllLast, 'States.ALL must stand last')
    .default([]),
  Catch: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        ErrorEquals: errorEquals,
        ResultPath: resultPath,
        Next: z.string(),
      }),
    )
    .refine(isAllLast, 'States.ALL must stand last')
    .default([]),
};

type InputAndOutput = {
  readonly InputPath?: string | null | undefined;
  readonly OutputPath?: string | null | undefined;
};

/** The input that the fields of a state work on. */
export function effectiveInput({ InputPath }: InputAndOutput, sources: Sources): Json {
  return InputPath === null ? {} : readPath(InputPath ?? '$', sources);
}

/** What a state hands on. */
export function effectiveOutput({ OutputPath }: InputAndOutput, output: Json, { context }: Sources): Json {
  return OutputPath === null ? {} : readPath(OutputPath ?? '$', { input: output, context });
}

type Leaving = InputAndOutput & {
  readonly Next?: string | undefined;
  readonly ResultSelector?: Json | undefined;
  readonly ResultPath?: string | null | undefined;
};

/** Goes on with the result of a call or of branches. */
export function leaveWithResult(state: Leaving, visit: Visit, result: Json): Moved {
  const { ResultSelector, ResultPath, Next } = state;
  const selected =
    ResultSelector === undefined ? result : fillTemplate(ResultSelector, { ...visit, input: result });
  const output = placeResult(ResultPath, visit.input, selected);
  return { status: 'moved', next: Next, output: effectiveOutput(state, output, visit) };
}

/** A number that stands in the definition, or where a path of it points to. */
export function readNumber(
  fixed: number | undefined,
  from: string | undefined,
  sources: Sources,
): number | undefined {
  if (from === undefined) return fixed;
  const value = readPath(from, sources);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new StateError(
    'States.Runtime',
    `'${from}' must point to a whole number, got ${JSON.stringify(value)}`,
  );
}

function expressions(template: unknown): string[] {
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, part]) =>
    name.endsWith('.$') && typeof part === 'string' ? [part] : expressions(part),
  );
}

function intrinsicProblem(expression: string): string | undefined {
  if (expression.startsWith('$')) return undefined;
  return parseIntrinsic(expression) === undefined
    ? `"${expression}" is no path and no intrinsic function`
    : undefined;
}
