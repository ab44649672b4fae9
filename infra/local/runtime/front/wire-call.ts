import { tablesOf } from '../../dynamodb/operation-counter.ts';
import type { AwsRequest } from '../../protocols/service.ts';
import { isObject, type JsonObject } from '../template/json.ts';
import { describeCall } from './operations.ts';

/** One call as it arrived at the AWS endpoint, before a service has read it. */
export class WireCall {
  readonly service: string;
  readonly request: AwsRequest;
  readonly operation: string;
  /** The table, stream, queue, bucket, secret or state machine it names; empty where the service itself has to tell. */
  readonly resource: string;
  #resources: readonly string[] | undefined;

  constructor(service: string, request: AwsRequest) {
    this.service = service;
    this.request = request;
    const { operation, resource } = describeCall(request);
    this.operation = operation;
    this.resource = resource;
  }

  /** The credential it was signed with: a function signs with its own name. */
  get functionName(): string | undefined {
    return this.request.accessKeyId;
  }

  /** Names the one environment of the function. */
  get sessionToken(): string {
    return this.request.headers['x-amz-security-token'] ?? '';
  }

  get body(): string {
    return this.request.body.toString();
  }

  /** Every resource it names: of DynamoDB the table of each item. */
  get resources(): readonly string[] {
    this.#resources ??= this.service === 'dynamodb' ? tablesOf(parseObject(this.body)) : [this.resource];
    return this.#resources;
  }

  withBody(body: string): WireCall {
    return new WireCall(this.service, { ...this.request, body: Buffer.from(body) });
  }
}

// a body that is no object is for the service to refuse
function parseObject(json: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(json);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
