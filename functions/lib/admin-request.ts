import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { InvalidInputError } from '../../shared/errors.ts';

const maxBodyBytes = 300_000;
const maxPageSize = 1_000;

/** One call of the admin API, decoded. */
export type AdminRequest = {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly ifMatch: readonly string[] | undefined;
  /** the subject of the caller's token, for the audit log */
  readonly by: string;
  readonly now: Date;
};

const claimsSchema = z.object({ jwt: z.object({ claims: z.object({ sub: z.string() }) }) });

export function readRequest(
  event: APIGatewayProxyEventV2,
  parameters: Readonly<Record<string, string>>,
): AdminRequest {
  const authorizer = 'authorizer' in event.requestContext ? event.requestContext.authorizer : undefined;
  return {
    parameters,
    query: event.queryStringParameters ?? {},
    body: readBody(event),
    ifMatch: versionsIn(event.headers['if-match']),
    by: claimsSchema.safeParse(authorizer).data?.jwt.claims.sub ?? 'unknown',
    now: new Date(),
  };
}

function readBody(event: APIGatewayProxyEventV2): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes)
    throw new InvalidInputError('too_large', `the body has ${bytes.length} bytes`, { allowed: maxBodyBytes });
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new InvalidInputError('invalid_json', `the body is not JSON: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

// weak and strong tags name the same version here
const versionsIn = (ifMatch: string | undefined): readonly string[] | undefined =>
  ifMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(100),
  cursor: z.string().optional(),
});

/** `?limit=&cursor=` of a list. */
export function readPage(query: AdminRequest['query']): z.infer<typeof pageSchema> {
  const parsed = pageSchema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError('invalid_limit', `limit \`${query.limit}\` is not a number of items`, {
    allowed: `1 to ${maxPageSize}`,
  });
}

export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new InvalidInputError('invalid_cursor', 'cursor is not one this list answered', { cause });
  }
}
