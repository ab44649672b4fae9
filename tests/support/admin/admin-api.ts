import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { type AdminPorts, definitionRoutes } from '../../../functions/admin/definition-routes.ts';
import { groupRoutes, historyRoutes } from '../../../functions/admin/member-routes.ts';
import type { AuditRecord } from '../../../functions/admin/save-definition.ts';
import { writeKeyRoutes } from '../../../functions/admin/source-routes.ts';
import { type AdminRoute, adminHttp } from '../../../functions/lib/admin-http.ts';
import type { MembershipReader } from '../../../shared/profiles/memberships/list-members.ts';
import { MemoryBackfills } from '../segments/memory-backfills.ts';
import { memoryDefinitionStore } from './memory-definition-store.ts';
import { MemorySizes } from './memory-sizes.ts';

export type AdminTestCall = {
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
};

type AnswerBody = {
  readonly error?: { code: string; message: string; pointer?: string; allowed?: unknown };
  readonly items?: Record<string, unknown>[];
  readonly cursor?: string;
  readonly writeKeys?: { key: string; since: string }[];
  readonly [field: string]: unknown;
};
export type AdminTestAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: AnswerBody;
};

export type AdminTestApi = (method: string, path: string, call?: AdminTestCall) => Promise<AdminTestAnswer>;

/** The admin API without a network: calls go through the real handler stack. */
export function adminApi(routes: readonly AdminRoute[]): AdminTestApi {
  const handler = adminHttp(routes);
  return async (method, path, call = {}) => {
    const answer = await handler(eventOf(method, path, call), {} as Context); // nothing reads it
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers ?? {},
      body: JSON.parse(answer.body ?? 'null'),
    };
  };
}

export const nobodyAnywhere: MembershipReader = {
  listShard: async () => ({ members: [], after: undefined }),
  countShard: async () => ({ count: 0, after: undefined }),
};

/** The routes for definitions and write keys over a store in memory; write keys are numbered. */
export function memoryDefinitionApi(
  memberships: MembershipReader = nobodyAnywhere,
  audit: (record: AuditRecord) => void = () => {},
  more: Partial<Pick<AdminPorts, 'backfills' | 'sizes'>> = {},
): AdminTestApi {
  let keys = 0;
  const newWriteKey = (): string => {
    keys += 1;
    return `c${String(keys).padStart(24, '0')}`;
  };
  const published: Record<string, object> = {};
  const ports = {
    store: memoryDefinitionStore(),
    memberships,
    backfills: new MemoryBackfills(),
    sizes: new MemorySizes(),
    ...more,
    newWriteKey,
    audit,
    machines: {
      publish: async (id: string, definition: object) => void Object.assign(published, { [id]: definition }),
    },
    functions: { decideStepArn: 'decide-step', sendMessageArn: 'send-message' },
  };
  return adminApi([
    ...definitionRoutes(ports),
    ...historyRoutes(ports),
    ...groupRoutes(ports),
    ...writeKeyRoutes(ports),
  ]);
}

function eventOf(method: string, path: string, call: AdminTestCall): APIGatewayProxyEventV2 {
  const body = call.rawBody ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: `/admin/v1${path}`,
    rawQueryString: new URLSearchParams(call.query).toString(),
    headers: call.headers ?? {},
    queryStringParameters: call.query ?? {},
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: '',
      domainPrefix: '',
      http: {
        method,
        path: `/admin/v1${path}`,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
      requestId: '',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body }),
  };
}
