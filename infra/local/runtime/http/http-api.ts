import { randomUUID } from 'node:crypto';
import { arn } from '../deployment/resource-type.ts';
import { type InvokeResult, TooManyRequestsException } from '../lambda/function-config.ts';
import { authorize, type JwtRoute, type Tokens } from './authorizer.ts';
import { type HttpAnswer, internalError, lambdaAnswer, messageAnswer } from './lambda-answer.ts';
import { type HttpRequest, requestEvent, splitUrl } from './request-event.ts';
import { matchRoute, type RouteKey } from './route-key.ts';

export type Integration = { readonly functionArn: string; readonly timeoutMs: number };

export type Route = {
  readonly key: RouteKey;
  readonly integration: Integration;
  readonly jwt: JwtRoute | undefined;
};

export type HttpApiPorts = {
  /** Calls a function on behalf of a route, which the source ARN names. */
  readonly invoke: (functionArn: string, payload: string, sourceArn: string) => Promise<InvokeResult>;
  readonly now: () => number;
  readonly tokens: () => Tokens;
  /** Calls back after real time; the answer cancels it. */
  readonly after: (delayMs: number, passed: () => void) => () => void;
};

// Lambda takes at most this much in one synchronous invocation
const maxPayloadBytes = 6 * 1024 * 1024;

/** An HTTP API as API Gateway serves it on its `$default` stage. */
export class HttpApi {
  readonly id: string;
  readonly #routes: Route[] = [];
  readonly #ports: HttpApiPorts;

  constructor(id: string, ports: HttpApiPorts) {
    this.id = id;
    this.#ports = ports;
  }

  addRoute(route: Route): void {
    this.#routes.push(route);
  }

  get scopes(): readonly string[] {
    return [...new Set(this.#routes.flatMap((route) => route.jwt?.scopes ?? []))];
  }

  async handle(request: HttpRequest): Promise<HttpAnswer> {
    const match = matchRoute(this.#routes, request.method, splitUrl(request.url).path);
    if (match === undefined) return messageAnswer(404, 'Not Found');
    const { route, pathParameters } = match;
    const authorization = this.#authorize(route, request);
    if (authorization.status === 'unauthorized') return messageAnswer(401, 'Unauthorized');
    if (authorization.status === 'forbidden') return messageAnswer(403, 'Forbidden');
    const event = requestEvent(request, {
      apiId: this.id,
      stage: '$default',
      domainName: header(request, 'host') ?? 'localhost',
      routeKey: route.key.text,
      pathParameters,
      authorizer: authorization.authorizer,
      requestId: randomUUID(),
      now: this.#ports.now(),
    });
    return this.#integrate(route, JSON.stringify(event));
  }

  #authorize(route: Route, request: HttpRequest) {
    if (route.jwt === undefined) return { status: 'allowed', authorizer: undefined } as const;
    return authorize(header(request, 'authorization'), route.jwt, this.#ports.tokens());
  }

  async #integrate(route: Route, payload: string): Promise<HttpAnswer> {
    if (Buffer.byteLength(payload) > maxPayloadBytes) return messageAnswer(413, 'Request Entity Too Large');
    const result = await this.#withTimeout(route, payload);
    if (result === 'unavailable') return messageAnswer(503, 'Service Unavailable');
    return result.functionError === undefined ? lambdaAnswer(result.payload) : internalError;
  }

  // the function runs on after the client has its 503, as in AWS
  #withTimeout({ integration, key }: Route, payload: string): Promise<InvokeResult | 'unavailable'> {
    const { functionArn, timeoutMs } = integration;
    const sourceArn = arn('execute-api', `${this.id}/$default/${sourcePath(key)}`);
    return new Promise((resolve, reject) => {
      const cancel = this.#ports.after(timeoutMs, () => resolve('unavailable'));
      const failed = (error: unknown): void =>
        error instanceof TooManyRequestsException ? resolve('unavailable') : reject(error);
      this.#ports.invoke(functionArn, payload, sourceArn).then(resolve, failed).finally(cancel);
    });
  }
}

// how Lambda's permissions know a route: GET/orders, or $default without a method
function sourcePath({ text }: RouteKey): string {
  return text.replace(' ', '');
}

function header(request: HttpRequest, name: string): string | undefined {
  const index = request.rawHeaders.findIndex((entry, at) => at % 2 === 0 && entry.toLowerCase() === name);
  return index < 0 ? undefined : request.rawHeaders[index + 1];
}
