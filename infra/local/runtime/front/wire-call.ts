import type { AwsRequest } from '../../protocols/service.ts';
import { describeCall } from './operations.ts';

/** One call as it arrived at the AWS endpoint, before a service has read it. */
export class WireCall {
  readonly service: string;
  readonly request: AwsRequest;
  readonly operation: string;
  /** The table, stream, bucket, secret or state machine it names; empty where the service itself has to tell. */
  readonly resource: string;

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
}
