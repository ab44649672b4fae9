import { randomUUID } from 'node:crypto';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from './service.ts';
import { type XmlChildren, xml } from './xml.ts';

export type QueryProtocol = {
  readonly namespace: string;
  /** The actions by name; each answers what stands inside its result, or throws AwsError. */
  readonly actions: Readonly<Record<string, (input: QueryInput) => XmlChildren>>;
};

/** A service that speaks AWS's query protocol. */
export function queryService(name: string, protocol: QueryProtocol): AwsService {
  return {
    name,
    handle: (request) => answerQuery(request, protocol),
    refuse: (error) => refuseQuery(error, protocol.namespace),
  };
}

/** Answers one call of AWS's query protocol: the action and its input are a form, the answer is XML. */
export async function answerQuery(request: AwsRequest, protocol: QueryProtocol): Promise<AwsResponse> {
  const requestId = randomUUID();
  try {
    const input = new QueryInput(new URLSearchParams(request.body.toString()));
    const action = input.text('Action');
    const run = Object.hasOwn(protocol.actions, action) ? protocol.actions[action] : undefined;
    if (run === undefined) throw unknownAction(action, protocol);
    const answer: XmlChildren = [
      [`${action}Result`, run(input)],
      ['ResponseMetadata', [['RequestId', requestId]]],
    ];
    const body = xml(`${action}Response`, answer, protocol.namespace);
    return { status: 200, headers: headersOf(requestId), body };
  } catch (error) {
    return refuseQuery(asAwsError(error), protocol.namespace);
  }
}

function refuseQuery({ code, message, status }: AwsError, namespace: string): AwsResponse {
  const requestId = randomUUID();
  const error: XmlChildren = [
    ['Type', status < 500 ? 'Sender' : 'Receiver'],
    ['Code', code],
    ['Message', message],
  ];
  const answer: XmlChildren = [
    ['Error', error],
    ['RequestId', requestId],
  ];
  return { status, headers: headersOf(requestId), body: xml('ErrorResponse', answer, namespace) };
}

function headersOf(requestId: string): Record<string, string> {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
}

/** The input of a query call: lists and maps are numbered fields, from 1. */
export class QueryInput {
  readonly #fields: URLSearchParams;

  constructor(fields: URLSearchParams) {
    this.#fields = fields;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value !== undefined) return value;
    throw new AwsError(
      'InvalidParameter',
      `Invalid parameter: ${name} Reason: no value for required parameter`,
    );
  }

  optional(name: string): string | undefined {
    return this.#fields.get(name) ?? undefined;
  }

  /** The entries of a list: `Destinations.member` for Destinations.member.1, Destinations.member.2, ... */
  list(prefix: string): readonly string[] {
    const found: string[] = [];
    for (;;) {
      const value = this.optional(`${prefix}.${found.length + 1}`);
      if (value === undefined) return found;
      found.push(value);
    }
  }

  /** The named values of a list of pairs, such as Tags.member.1.Name and Tags.member.1.Value. */
  pairs(prefix: string, [name, value]: readonly [string, string]): Readonly<Record<string, string>> {
    const found: [string, string][] = [];
    for (;;) {
      const at = `${prefix}.${found.length + 1}`;
      const key = this.optional(`${at}.${name}`);
      if (key === undefined) return Object.fromEntries(found);
      found.push([key, this.optional(`${at}.${value}`) ?? '']);
    }
  }
}

function unknownAction(action: string, { actions }: QueryProtocol): AwsError {
  const there = Object.keys(actions).join(', ');
  return new AwsError('InvalidAction', `there is no action "${action}" here, only ${there}`);
}

// a bug here must be seen by whoever runs the local cloud, the SDK only retries it
function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error(error);
  return new AwsError('InternalFailure', String(error), { status: 500 });
}
