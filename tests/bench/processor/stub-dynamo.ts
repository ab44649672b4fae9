import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Answers a call of DynamoDB, named by its operation, with the JSON of the wire; only who asks for the body pays for it. */
export type Answer = (operation: string, body: () => string) => string;

type Handler = Extract<DynamoDBClientConfig['requestHandler'], { handle: unknown }>;
type Request = { readonly headers: Record<string, string>; readonly body: Uint8Array };

/** The SDK's client, whole but for the network: requests are built, signed and serialised, answers parsed. */
export function stubDynamo(answer: Answer): DynamoDBClient {
  const handle = async ({ headers, body }: Request) => {
    const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
    const response = {
      statusCode: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Buffer.from(answer(operation, () => new TextDecoder().decode(body))),
    };
    return { response };
  };
  return new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'stub', secretAccessKey: 'stub' },
    maxAttempts: 1,
    // the SDK asks for more than it calls
    requestHandler: { handle } as unknown as Handler,
  });
}
