import middy from '@middy/core';
import type * as z from 'zod';

/**
 * The stack of a journey task. What it throws goes to Step Functions under the error's name: Retry and Catch match on it.
 * A payload that is not the task's is a bug of the compiler and fails the run.
 */
export function taskHandler<Task, Result>(schema: z.ZodType<Task>, work: (task: Task) => Promise<Result>) {
  return middy(async (payload: unknown) => work(schema.parse(payload)));
}
