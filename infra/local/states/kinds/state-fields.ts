import * as z from 'zod';
import type { Json } from '../../runtime/template/json.ts';
import { intrinsicNames } from '../data/intrinsic.ts';
import { parseIntrinsic } from '../data/intrinsic-syntax.ts';
import { readPath, type Sources } from '../data/path.ts';
import { namesOf } from '../data/result-path.ts';

export const path = z.string().startsWith('$');

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

/** A payload template, whose intrinsic functions must be among those that run here. */
export const payloadTemplate = z.json().superRefine((template, context) => {
  for (const expression of expressions(template)) {
    const problem = intrinsicProblem(expression);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  }
});

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

function expressions(template: unknown): string[] {
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, part]) =>
    name.endsWith('.$') && typeof part === 'string' ? [part] : expressions(part),
  );
}

function intrinsicProblem(expression: string): string | undefined {
  if (expression.startsWith('$')) return undefined;
  if (parseIntrinsic(expression) === undefined) return `"${expression}" is no path and no intrinsic function`;
  const called = [...expression.replaceAll(/'(?:\\.|[^'\\])*'/g, '').matchAll(/States\.\w+/g)].map(String);
  const unknown = called.find((name) => !intrinsicNames.includes(name));
  return unknown && `the local Step Functions has no ${unknown}, only ${intrinsicNames.join(', ')}`;
}
