import * as z from 'zod';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError } from '../../protocols/service.ts';
import { isOpen, type Shard } from './kinesalite.ts';
import type { Streams } from './streams.ts';

const pageSize = 1_000;

const filters = {
  AT_LATEST: (shards: readonly Shard[]) => shards.filter(isOpen),
  FROM_TRIM_HORIZON: (shards: readonly Shard[]) => shards,
  // no shard is forgotten, so those without parents were open at the beginning
  AT_TRIM_HORIZON: (shards: readonly Shard[]) => shards.filter(({ ParentShardId: parent }) => !parent),
  AFTER_SHARD_ID: (shards: readonly Shard[], after = '') => shards.filter(({ ShardId: id }) => id > after),
};
type FilterType = keyof typeof filters;

const filterSchema = z.strictObject({
  Type: z.enum(Object.keys(filters) as [FilterType, ...FilterType[]]), // the keys of a literal
  ShardId: z.string().optional(),
});
const inputSchema = z.strictObject({
  StreamName: z.string().optional(),
  StreamARN: z.string().optional(),
  NextToken: z.string().optional(),
  ExclusiveStartShardId: z.string().optional(),
  MaxResults: z.int().min(1).max(10_000).default(pageSize),
  ShardFilter: filterSchema.optional(),
});
const tokenSchema = z.object({ stream: z.string(), after: z.string(), filter: filterSchema.optional() });
type Page = z.infer<typeof tokenSchema>;

/** ListShards in pages; filters by time are not known here. */
export async function listShards(streams: Streams, input: JsonInput): Promise<object> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    const message = `the local Kinesis does not support these shards to list: ${z.prettifyError(parsed.error)}`;
    throw new AwsError('InvalidArgumentException', message);
  }
  const page = pageOf(parsed.data);
  const { Shards: all } = await streams.describe(page.stream);
  const { Type: type = 'FROM_TRIM_HORIZON', ShardId: from } = page.filter ?? {};
  const left = filters[type](all, from).filter(({ ShardId: id }) => id > page.after);
  const shards = left.slice(0, parsed.data.MaxResults);
  const last = shards.at(-1)?.ShardId;
  if (last === undefined || shards.length === left.length) return { Shards: shards };
  return { Shards: shards, NextToken: encode({ ...page, after: last }) };
}

function pageOf({
  StreamName: name,
  StreamARN: arn,
  NextToken: token,
  ExclusiveStartShardId: after = '',
  ShardFilter: filter,
}: z.infer<typeof inputSchema>): Page {
  const stream = name ?? arn?.split('/').at(-1);
  if (token !== undefined && stream !== undefined)
    throw invalid('NextToken and StreamName cannot be provided together.');
  if (token !== undefined) return decode(token);
  if (stream === undefined) throw invalid('Either NextToken or StreamName should be provided.');
  return { stream, after, filter };
}

function encode(page: Page): string {
  return Buffer.from(JSON.stringify(page)).toString('base64');
}

function decode(token: string): Page {
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64').toString()));
  } catch {
    throw invalid('The provided NextToken is invalid.');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}
