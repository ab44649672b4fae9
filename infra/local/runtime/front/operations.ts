import type { AwsRequest } from '../../protocols/service.ts';

export type OperationCount = {
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  readonly count: number;
};

/** Counts the calls that arrive at the wire: per service, operation and each table, stream, queue, secret, bucket or state machine they name. */
export type Operations = {
  record(service: string, operation: string, resources: readonly string[]): void;
  counts(): readonly OperationCount[];
  /** How often each operation was called, whatever it named. */
  totals(): readonly Omit<OperationCount, 'resource'>[];
};

export function createOperations(): Operations {
  const counts = new Map<string, OperationCount>();
  const totals = new Map<string, OperationCount>();
  return {
    record(service, operation, resources) {
      add(totals, { service, operation, resource: '' });
      for (const resource of resources) add(counts, { service, operation, resource });
    },
    counts: () => [...counts.values()],
    totals: () => [...totals.values()].map(({ resource: _none, ...total }) => total),
  };
}

function add(counts: Map<string, OperationCount>, counted: Omit<OperationCount, 'count'>): void {
  const key = Object.values(counted).join('\n');
  const before = counts.get(key)?.count ?? 0;
  counts.set(key, { ...counted, count: before + 1 });
}

const objectOperations: Readonly<Record<string, string>> = {
  DELETE: 'DeleteObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
};

const functionCall = /^\/2015-03-31\/functions\/([^/]*)\/?(.*)/;

/** What a call asks for, for services that do not tell themselves. */
export function describeCall({ method, path, headers, body }: AwsRequest): {
  operation: string;
  resource: string;
} {
  const operation = headers['x-amz-target']?.split('.')[1];
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { operation: new URLSearchParams(body.toString()).get('Action') ?? '', resource: '' };
  }
  const [isFunctionCall, name = '', action] = functionCall.exec(path) ?? [];
  if (isFunctionCall)
    return { operation: action === 'invocations' ? 'Invoke' : 'GetFunction', resource: name };
  if (operation === undefined) {
    return { operation: objectOperations[method] ?? method, resource: path.split('/')[1] ?? '' };
  }
  const named =
    /"(?:StreamName|StreamARN|SecretId|QueueUrl|stateMachineArn|executionArn)"\s*:\s*"([^"]*)"/.exec(
      body.toString('latin1'),
    );
  return { operation, resource: resourceName(named?.[1] ?? '') };
}

// the last part of an ARN, whether it is set off by a slash or a colon; of an execution that of its machine
function resourceName(nameOrArn: string): string {
  const [, machine] = /:(?:stateMachine|execution):([^:]+)/.exec(nameOrArn) ?? [];
  return machine ?? nameOrArn.split('/').at(-1) ?? '';
}
