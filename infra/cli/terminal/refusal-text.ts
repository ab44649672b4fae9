import { indent } from './text-table.ts';

type Problem = {
  readonly message: string;
  readonly pointer?: string | undefined;
  readonly allowed?: unknown;
};

/** What is wrong where in a file, and what is allowed there. */
export function refusalText(file: string, problem: Problem): string {
  const place = problem.pointer ? ` at ${problem.pointer}` : '';
  return `refused: ${file}${place}\n${indent(problemText(problem))}\n`;
}

/** What is wrong, and what is allowed. */
export const problemText = ({ message, allowed }: Problem): string =>
  allowed === undefined ? message : `${message}\nallowed: ${allowedText(allowed)}`;

const allowedText = (allowed: unknown): string =>
  Array.isArray(allowed)
    ? allowed.map(String).join(', ')
    : typeof allowed === 'string'
      ? allowed
      : JSON.stringify(allowed);
