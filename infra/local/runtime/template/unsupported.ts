/** Thrown when the template or a call asks for something that has no local behaviour; nothing is ever ignored silently. */
export class UnsupportedError extends Error {
  override name = 'UnsupportedError' as const;

  constructor(what: string, path: string) {
    super(`unsupported ${what} at ${path}`);
  }
}

/** Thrown when the template contradicts itself. */
export class TemplateError extends Error {
  override name = 'TemplateError' as const;

  constructor(problem: string, path: string) {
    super(`${problem} at ${path}`);
  }
}
