import * as z from 'zod';

const attributeSchema = z.object({
  S: z.string().optional(),
  N: z.string().optional(),
  B: z.string().optional(),
});
export type Item = Readonly<Record<string, z.infer<typeof attributeSchema>>>;

const tablesSchema = z.object({ TableNames: z.array(z.string()) });
const pageSchema = z.object({
  Items: z.array(z.record(z.string(), attributeSchema)),
  LastEvaluatedKey: z.unknown().optional(),
});

/** Every item of a table of the stack by its name in the template, `Profiles` for instance. Only a demo reads whole tables. */
export async function* scanTable(awsUrl: string, name: string): AsyncGenerator<Item> {
  const { TableNames } = tablesSchema.parse(await call(awsUrl, 'ListTables', {}));
  const table = TableNames.find((one) => one.includes(`${name}Table`));
  if (table === undefined) throw new Error(`there is no table ${name}, there are: ${TableNames.join(', ')}`);
  let from: unknown;
  do {
    const page = pageSchema.parse(await call(awsUrl, 'Scan', { TableName: table, ExclusiveStartKey: from }));
    yield* page.Items;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

async function call(awsUrl: string, operation: string, body: object): Promise<unknown> {
  const response = await fetch(awsUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      // the local cloud routes by the scope and checks no signature
      authorization:
        'AWS4-HMAC-SHA256 Credential=demo/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
