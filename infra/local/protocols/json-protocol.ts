import { randomUUID } from 'node:crypto';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from './service.ts';

export type JsonInput = Record<string, unknown>;
export type JsonProtocol = {
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  /** Answers one operation, or throws AwsError. */
  run(operation: string, input: JsonInput, request: AwsRequest): Promise<unknown>;
};

/** A service that speaks one of AWS's JSON protocols. */
export function jsonService(name: string, protocol: JsonProtocol): AwsService {
  return {
    name,
    handle: (request) => answerJson(request, protocol),
    refuse: (error) => refuseJson(error, protocol.contentType),
  };
}

/** Answers one call of AWS's JSON protocols: the operation is in X-Amz-Target, input and answer are JSON. */
export async function answerJson(request: AwsRequest, protocol: JsonProtocol): Promise<AwsResponse> {
  try {
    const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const answer = await protocol.run(operation, parseInput(request.body), request);
    const body = answer === undefined ? '' : JSON.stringify(answer);
    return { status: 200, headers: headersOf(protocol.contentType), body };
  } catch (error) {
    return refuseJson(asAwsError(error), protocol.contentType);
  }
}

function refuseJson(error: AwsError, contentType: JsonProtocol['contentType']): AwsResponse {
  const { code, status, message, details } = error;
  const body = JSON.stringify({ __type: code, message, ...details });
  return { status, headers: headersOf(contentType), body };
}

function headersOf(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'x-amzn-requestid': randomUUID() };
}

export function unknownOperation(service: string, operation: string): AwsError {
  return new AwsError('UnknownOperationException', `the local ${service} has no operation "${operation}"`);
}

export function parseInput(body: Buffer): JsonInput {
  if (body.length === 0) return {};
  const input = parseJson(body.toString());
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException', 'the body must be a JSON object');
  }
  // an object with string keys is all that JSON leaves here
  return input as JsonInput;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwsError('SerializationException', `the body is not JSON: ${String(cause)}`);
  }
}

// a bug here must be seen by whoever runs the local cloud, the SDK only retries it
function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error(error);
  return new AwsError('InternalFailure', String(error), { status: 500 });
}
