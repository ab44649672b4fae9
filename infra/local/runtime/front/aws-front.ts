import type { IncomingMessage, ServerResponse } from 'node:http';
import { breakCall } from '../../faults/break-call.ts';
import type { Faults } from '../../faults/faults.ts';
import type { AwsError, AwsResponse, AwsService } from '../../protocols/service.ts';
import { splitUrl } from '../http/request-event.ts';
import { WireCall } from './wire-call.ts';

export type AwsFront = { handle(request: IncomingMessage, response: ServerResponse): Promise<void> };

export type AwsFrontOptions = {
  readonly services: ReadonlyMap<string, AwsService>;
  readonly now: () => number;
  readonly onCall: (call: WireCall) => void;
  /** Why the caller may not, if so. */
  readonly authorize?: (call: WireCall) => AwsError | undefined;
  readonly faults?: Pick<Faults, 'of'>;
  /** Kills the process that signs its calls with the session token. */
  readonly crash?: (sessionToken: string) => void;
  /** Hears of every call that a service carried out. */
  readonly onAnswer?: (call: WireCall, answer: AwsResponse) => void;
};

/** Routes calls to services by the service name in the credential scope of their signature; signatures are not verified. */
export function createAwsFront(options: AwsFrontOptions): AwsFront {
  const { services, now, onCall, authorize } = options;
  const send = (response: ServerResponse, answer: AwsResponse): void => {
    // the SDK takes a date far from its own for a wrong clock, and then repeats calls that failed
    response.setHeader('date', new Date(now()).toUTCString());
    response.writeHead(answer.status, { ...answer.headers });
    response.end(answer.body);
  };
  return {
    async handle(request, response) {
      // a function that is killed leaves its calls half sent, nobody waits for their answers
      const call = await readCall(request).catch(() => undefined);
      if (call === undefined) return void response.destroy();
      const service = services.get(call.service);
      if (service === undefined) return send(response, unknownService(call.service, services));
      onCall(call);
      const denied = authorize?.(call);
      if (denied !== undefined) return send(response, service.refuse(denied));
      const answer = await carryOut(call, service, options);
      if (answer === 'lost') response.destroy();
      else send(response, answer);
    },
  };
}

/** The service's answer, unless a fault keeps it from the caller. */
async function carryOut(
  call: WireCall,
  service: AwsService,
  { faults, crash, onAnswer }: AwsFrontOptions,
): Promise<AwsResponse | 'lost'> {
  const ask = async (asked: WireCall): Promise<AwsResponse> => {
    const answer = await service.handle(asked.request);
    onAnswer?.(asked, answer);
    return answer;
  };
  const fault = faults?.of(call);
  if (fault === undefined) return ask(call);
  return breakCall({ call, service, carryOut: ask, crash: () => crash?.(call.sessionToken) }, fault);
}

const scopePattern = /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\/aws4_request/;

async function readCall(request: IncomingMessage): Promise<WireCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = plainHeaders(request);
  // not URL's own path: it would resolve dots inside object keys
  const { path, query: queryText } = splitUrl(request.url ?? '/');
  const query = new URLSearchParams(queryText);
  const credential = `Credential=${query.get('X-Amz-Credential')}/`;
  const [, accessKeyId, service = ''] = scopePattern.exec(headers.authorization ?? credential) ?? [];
  const method = request.method ?? 'GET';
  return new WireCall(service, { method, path, query, headers, body: Buffer.concat(chunks), accessKeyId });
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
