import { InvalidInputError, NotFoundError, RetryableError } from '../../shared/errors.ts';

/** What a thrown error means to the caller of an HTTP function. */
export type Fault = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly pointer?: string | undefined;
  readonly allowed?: unknown;
};

/** Only what the house errors say leaves the function; anything else is a bug and tells the outside nothing. */
export function faultOf(error: unknown): Fault {
  if (error instanceof InvalidInputError) {
    const { code, message, pointer, allowed } = error;
    return { status: 400, code, message, pointer, allowed };
  }
  if (error instanceof NotFoundError) return { status: 404, code: 'not_found', message: error.message };
  if (error instanceof RetryableError)
    return { status: 503, code: 'unavailable', message: 'not possible now, please try again' };
  return { status: 500, code: 'internal_error', message: 'something went wrong on our side' };
}
