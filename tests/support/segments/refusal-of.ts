import { InvalidInputError } from '../../../shared/errors.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';

/** Why the condition is refused, as `code pointer: message`; undefined when it is not. */
export function refusalOf(where: unknown): string | undefined {
  try {
    parseSegment({ id: 'tried', where });
  } catch (error) {
    if (error instanceof InvalidInputError) return `${error.code} ${error.pointer}: ${error.message}`;
    throw error;
  }
  return undefined;
}
