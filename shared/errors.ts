/** Thrown when what someone sent cannot be used; answered 400 and never retried. */
export class InvalidInputError extends Error {
  // Step Functions and logs match on the name, which minifiers rename
  override name = 'InvalidInputError' as const;
  readonly code: string;
  readonly pointer: string | undefined;
  readonly allowed: unknown;

  constructor(
    code: string,
    message: string,
    details: { pointer?: string; allowed?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.pointer = details.pointer;
    this.allowed = details.allowed;
  }
}

/** Thrown when what someone asked for does not exist; answered 404. */
export class NotFoundError extends Error {
  override name = 'NotFoundError' as const;
}

/** Thrown when trying again later may succeed: streams and steps repeat the work. */
export class RetryableError extends Error {
  override name = 'RetryableError' as const;
}

/** Thrown by a step whose run is over; the compiled machine catches it by this name and ends quietly. */
export class RunCancelled extends Error {
  override name = 'RunCancelled' as const;

  constructor(entryId: string) {
    super(`run ${entryId} is not running any more`);
  }
}
