import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsRequest, AwsResponse, AwsService } from '../../protocols/service.ts';
import { splitUrl } from '../http/request-event.ts';
import type { Faults, WireCall } from './faults.ts';
import { describeCall } from './operations.ts';

export type AwsFront = { handle(request: IncomingMessage, response: ServerResponse): Promise<void> };

export type AwsFrontOptions = {
  readonly services: ReadonlyMap<string, AwsService>;
  readonly now: () => number;
  readonly onCall: (service: string, request: AwsRequest) => void;
  readonly faults?: Pick<Faults, 'of'>;
  /** Kills the process that signs its calls with the session token. */
  readonly crash?: (sessionToken: string) => void;
};

/** Routes calls to services by the service name in the credential scope of their signature; signatures are not verified. */
export function createAwsFront(options: AwsFrontOptions): AwsFront {
  const { services, now, onCall, faults, crash } = options;
  return {
    async handle(request, response) {
      // a function that is killed leaves its calls half sent, nobody waits for their answers
      const call = await readRequest(request).catch(() => undefined);
      if (call === undefined) {
        response.destroy();
        return;
      }
      const { service, awsRequest } = call;
      onCall(service, awsRequest);
      const fault = faults?.of(wireCall(service, awsRequest));
      const die = (): void => crash?.(awsRequest.headers['x-amz-security-token'] ?? '');
      if (fault === 'crashBefore') {
        die();
        return void response.destroy();
      }
      const answer = (await services.get(service)?.handle(awsRequest)) ?? unknownService(service, services);
      if (fault === 'crashAfter') die();
      if (fault !== undefined) return void response.destroy();
      // the SDK takes a date far from its own for a wrong clock, and then repeats calls that failed
      response.setHeader('date', new Date(now()).toUTCString());
      response.writeHead(answer.status, { ...answer.headers });
      response.end(answer.body);
    },
  };
}

function wireCall(service: string, request: AwsRequest): WireCall {
  const { operation } = describeCall(request);
  return { service, operation, functionName: request.accessKeyId, body: request.body.toString() };
}

const scopePattern = /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\/aws4_request/;

async function readRequest(request: IncomingMessage): Promise<{ service: string; awsRequest: AwsRequest }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = plainHeaders(request);
  // not URL's own path: it would resolve dots inside object keys
  const { path, query: queryText } = splitUrl(request.url ?? '/');
  const query = new URLSearchParams(queryText);
  const credential = `Credential=${query.get('X-Amz-Credential')}/`;
  const [, accessKeyId, service] = scopePattern.exec(headers.authorization ?? credential) ?? [];
  const awsRequest = {
    method: request.method ?? 'GET',
    path,
    query,
    headers,
    body: Buffer.concat(chunks),
    accessKeyId,
  };
  return { service: service ?? '', awsRequest };
}

// names that begin with a colon are HTTP/2's own
function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).filter(([name]) => !name.startsWith(':'));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function unknownService(service: string, services: ReadonlyMap<string, AwsService>): AwsResponse {
  const there = [...services.keys()].join(', ');
  const message =
    service === ''
      ? `no signed AWS call; the control surface is under /_local/, the services are ${there}`
      : `the local cloud has no service "${service}", only ${there}`;
  return {
    status: service === '' ? 404 : 501,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ __type: 'UnsupportedService', message }),
  };
}
