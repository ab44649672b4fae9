import type { Job } from './job.ts';

// an answer of Lambda holds 6 MB, in which each quote of the lines takes two bytes
const MAX_PART_CHARACTERS = 2_000_000;

/** Lines of JSON in parts that are small enough to be answered, each ended by a line break. */
export function cutParts(lines: readonly object[], maxCharacters = MAX_PART_CHARACTERS): string[] {
  const parts: string[] = [];
  for (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    const last = parts.at(-1);
    if (last === undefined || last.length + text.length > maxCharacters) parts.push(text);
    else parts[parts.length - 1] = last + text;
  }
  return parts;
}

export const linesOf = (part: string): unknown[] =>
  part
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

/** Where the results of jobs on a profile are kept, so that they can be forgotten with it. */
export const partPrefix = (profileId: string): string => `exports/${encodeURIComponent(profileId)}/`;

/** Where a part of a job's result is kept. */
export const partKey = ({ profileId, jobId }: Pick<Job, 'profileId' | 'jobId'>, part: number): string =>
  `${partPrefix(profileId)}${jobId}/${String(part).padStart(6, '0')}.ndjson`;
