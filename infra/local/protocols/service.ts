/** One HTTP call to an AWS service, read whole. Header names are lower case. */
export type AwsRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly accessKeyId: string | undefined;
};

export type AwsResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

/** One AWS service as the front routes to it: `name` is the service name of the SigV4 credential scope. */
export type AwsService = {
  readonly name: string;
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** The error as this service's protocol words it, for what is refused before the service is asked. */
  refuse(error: AwsError): AwsResponse;
  close?(): Promise<void>;
};

/** An error answer in AWS's own words; `code` is what the SDK turns into the exception's name. */
export class AwsError extends Error {
  override name = 'AwsError' as const;
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; details?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
  }
}
