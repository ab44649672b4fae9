import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { breakCall } from '../../../../../infra/local/faults/break-call.ts';
import type { AwsResponse, AwsService } from '../../../../../infra/local/protocols/service.ts';
import { WireCall } from '../../../../../infra/local/runtime/front/wire-call.ts';
import type { FaultPlan, SimulatedFault } from './fault-plan.ts';
import type { Invocation } from './invocation.ts';

/** A call under way: it goes on when the scheduler says so. */
export type PendingCall = {
  readonly call: WireCall;
  readonly service: AwsService;
  readonly invocation: Invocation;
  resolve(answer: AwsResponse): void;
  reject(error: Error): void;
};
export type LateWrite = Pick<PendingCall, 'call' | 'service'>;

type SdkRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
};
export type RequestHandler = NonNullable<DynamoDBClientConfig['requestHandler']>;

/** The wire between the SDK's clients and the services: what is on it is answered in the order the scheduler picks. */
export class Wire {
  readonly pending: PendingCall[] = [];
  readonly late: LateWrite[] = [];

  /** The handler a client is made with; every request belongs to the invocation that runs at that moment. */
  handlerFor(service: AwsService, invocation: () => Invocation): RequestHandler {
    return handlerOf((request) => this.send(service, request, invocation()));
  }

  async goOn(pending: PendingCall, plan: FaultPlan): Promise<void> {
    this.pending.splice(this.pending.indexOf(pending), 1);
    if (!pending.invocation.isAlive) return;
    const fault = plan.choose(pending.call);
    const answer = await this.#answer(pending, fault);
    pending.invocation.waiting -= 1;
    if (!pending.invocation.isAlive) return;
    if (answer === 'lost') pending.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    else pending.resolve(answer);
  }

  async land(write: LateWrite): Promise<void> {
    this.late.splice(this.late.indexOf(write), 1);
    await write.service.handle(write.call.request);
  }

  async #answer(pending: PendingCall, fault: SimulatedFault | undefined): Promise<AwsResponse | 'lost'> {
    const { call, service, invocation } = pending;
    const carryOut = ({ request }: WireCall) => service.handle(request);
    const crash = () => {
      invocation.isAlive = false;
    };
    if (fault === undefined) return carryOut(call);
    if (fault !== 'lateAfterCrash' && fault !== 'lateAfterTimeout')
      return breakCall({ call, service, carryOut, crash }, { kind: fault });
    this.late.push({ call, service });
    if (fault === 'lateAfterCrash') crash();
    return 'lost';
  }

  send(service: AwsService, request: SdkRequest, invocation: Invocation): Promise<AwsResponse> {
    invocation.waiting += 1;
    return new Promise((resolve, reject) => {
      this.pending.push({ call: callOf(service, request), service, invocation, resolve, reject });
    });
  }
}

/** Answers every call at once and without faults. */
export function calmHandler(service: AwsService): RequestHandler {
  return handlerOf((request) => service.handle(callOf(service, request).request));
}

function handlerOf(answer: (request: SdkRequest) => Promise<AwsResponse>): RequestHandler {
  const handle = async (request: SdkRequest) => sdkResponse(await answer(request));
  return { handle, metadata: { handlerProtocol: 'http/1.1' } } as unknown as RequestHandler; // as much of it as the SDK calls
}

function callOf({ name }: AwsService, { method, path, headers, body }: SdkRequest): WireCall {
  const request = {
    method,
    path,
    headers,
    query: new URLSearchParams(),
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.copyBytesFrom(body),
    accessKeyId: 'simulation',
  };
  return new WireCall(name, request);
}

function sdkResponse({ status, headers = {}, body }: AwsResponse) {
  return { response: { statusCode: status, headers, body: Buffer.from(body) } };
}
