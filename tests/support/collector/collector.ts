import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { collectorHandler } from '../../../functions/collector/handler.ts';
import type { IngestPorts } from '../../../functions/collector/ports.ts';
import type { KnownSource, SourceDirectory } from '../../../functions/collector/source-directory.ts';
import type { HttpAnswer } from '../../../functions/lib/http.ts';
import type { LogEntry } from '../../../shared/events/event-log.ts';
import type { FailedEvent } from '../../../shared/events/failed-event.ts';

export const SERVER_KEY = 'cServerKey000000000000000';
export const BROWSER_KEY = 'cBrowserKey00000000000000';
export const NOW = '2026-11-21T12:00:00.000Z';

export const IDENTITY_KEY = Buffer.from('identity key of the tests');

const defaults = { storeIp: true, secretGeneration: 1, origins: ['*'] } as const;
export const serverSource: KnownSource = { ...defaults, id: 'server', kind: 'server' };
export const browserSource: KnownSource = { ...defaults, id: 'browser', kind: 'browser' };

export function memorySources(sources: Readonly<Record<string, KnownSource>>): SourceDirectory {
  return {
    find: async (writeKey) => (Object.hasOwn(sources, writeKey) ? sources[writeKey] : undefined),
    allowsOrigin: async (origin) =>
      Object.values(sources).some(({ origins }) => origins.includes('*') || origins.includes(origin)),
  };
}

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** what JSON says, nothing for other types */
  readonly body: AnswerBody;
  readonly bytes: Buffer;
};

type AnswerBody = {
  success?: boolean;
  accepted?: number;
  rejected?: { index: number; messageId?: string; code: string; message: string }[];
  warnings?: { index: number; code: string; message: string }[];
  code?: string;
  message?: string;
  error?: string;
  [other: string]: unknown;
};

export type Call = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

export type Collector = {
  readonly entries: LogEntry[];
  readonly events: StreamEvent[];
  readonly failed: FailedEvent[];
  send(event: APIGatewayProxyEventV2): Promise<Answer>;
  call(call: Call): Promise<Answer>;
  /** posts JSON with the server key */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
};

/** The real collector over a world in memory, in which it is always NOW. */
export function memoryCollector(overrides: Partial<IngestPorts> = {}): Collector {
  const entries: LogEntry[] = [];
  const events: StreamEvent[] = [];
  const failed: FailedEvent[] = [];
  let requests = 0;
  const handler = collectorHandler({
    sources: memorySources({ [SERVER_KEY]: serverSource, [BROWSER_KEY]: browserSource }),
    log: {
      append: async (appended) => {
        entries.push(...appended);
        // what a consumer reads is what JSON kept
        events.push(...appended.map(({ event }) => JSON.parse(JSON.stringify(event))));
        return [];
      },
    },
    failed: {
      saveFailedEvents: async (saved) => {
        failed.push(...saved);
      },
    },
    scripts: { find: async () => undefined },
    loadIdentityKey: async () => IDENTITY_KEY,
    now: () => new Date(NOW),
    newRequestId: () => `request-${++requests}`,
    ...overrides,
  });
  const send = async (event: APIGatewayProxyEventV2) => answerOf(await handler(event, {} as Context)); // nothing reads it
  const call = (request: Call) => send(gatewayEvent(request));
  const post: Collector['post'] = (path, body, headers = {}) =>
    call({ path, body: JSON.stringify(body), headers: { 'x-write-key': SERVER_KEY, ...headers } });
  return { entries, events, failed, send, call, post };
}

export function gatewayEvent({ method = 'POST', path = '/v1/batch', query = '', headers = {}, body }: Call) {
  const isBinary = Buffer.isBuffer(body);
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.10', userAgent: 'test' };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'collect.example', ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      domainName: 'collect.example',
      domainPrefix: 'collect',
      http,
      requestId: 'gateway-request',
      routeKey: '$default',
      stage: '$default',
      time: '21/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.parse(NOW),
    },
    ...(body === undefined ? {} : { body: isBinary ? body.toString('base64') : body }),
    isBase64Encoded: isBinary,
  } satisfies APIGatewayProxyEventV2;
}

function answerOf({ statusCode = 0, headers, body = '', isBase64Encoded }: HttpAnswer): Answer {
  const isJson = headers?.['content-type'] === 'application/json';
  return {
    status: statusCode,
    headers: { ...headers } as Record<string, string>, // the collector sets text only
    body: isJson ? JSON.parse(body) : {},
    bytes: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
