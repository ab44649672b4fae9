import type { Unit, Usage } from '../meter.ts';
import { chunksOf, kilobyte } from './chunks.ts';

/** One call as it was carried out. */
export type CarriedOut = {
  readonly service: string;
  readonly method: string;
  readonly resource: string;
  readonly requestBytes: number;
  readonly status: number;
};

type Quantities = Partial<Record<Unit, number>>;
type RequestRule = (call: CarriedOut) => Quantities;

// deleting is free
const objectRequests: Readonly<Record<string, RequestRule>> = {
  PUT: ({ requestBytes }) => ({ 'put-requests': 1, 'stored-bytes': requestBytes }),
  POST: () => ({ 'put-requests': 1 }),
  GET: () => ({ 'get-requests': 1 }),
  HEAD: () => ({ 'get-requests': 1 }),
};

const bySize: RequestRule = ({ requestBytes }) => ({ requests: chunksOf(requestBytes, 64 * kilobyte) });

const rules: Readonly<Record<string, RequestRule>> = {
  s3: (call) => objectRequests[call.method]?.(call) ?? {},
  secretsmanager: () => ({ requests: 1 }),
  sns: bySize,
  sqs: bySize,
};

/** What a call to a service that bills by the request costs; AWS does not bill for its own errors. */
export function requestUsage(call: CarriedOut): readonly Usage[] {
  const { service, resource, status } = call;
  if (status >= 500) return [];
  const quantities = rules[service]?.(call) ?? {};
  return Object.entries(quantities).map(([unit, quantity]) => ({
    service,
    resource,
    unit: unit as Unit, // Object.entries forgets the key type
    quantity,
  }));
}
