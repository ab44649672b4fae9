import { indent } from './text-table.ts';

type Problem = {
  readonly message: string;
  readonly pointer?: string | undefined;
  readonly allowed?: unknown;
};

/** What is wrong where in a file, and what is allowed there. */
export function refusalText(file: string, { message, pointer, allowed }: Problem): string {
  const place = pointer ? ` at ${pointer}` : '';
  const lines = [`refused: ${file}${place}`, indent(message)];
  if (allowed !== undefined) lines.push(indent(`allowed: ${allowedText(allowed)}`));
  return [...lines, ''].join('\n');
}

const allowedText = (allowed: unknown): string =>
  Array.isArray(allowed)
    ? allowed.map(String).join(', ')
    : typeof allowed === 'string'
      ? allowed
      : JSON.stringify(allowed);
