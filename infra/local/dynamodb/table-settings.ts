import type { KeySchema, TableDescription } from './storage/dynalite.ts';
import type { StreamViewType } from './streams/table-stream.ts';

/** The properties of AWS::DynamoDB::Table that the local DynamoDB knows, which CreateTable names the same. */
export type TableProps = {
  readonly TableName: string;
  readonly KeySchema: KeySchema;
  readonly AttributeDefinitions: TableDescription['AttributeDefinitions'];
  readonly BillingMode?: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly ProvisionedThroughput?: {
    readonly ReadCapacityUnits: number;
    readonly WriteCapacityUnits: number;
  };
  readonly GlobalSecondaryIndexes?: readonly unknown[];
  readonly LocalSecondaryIndexes?: readonly unknown[];
  readonly StreamSpecification?: {
    readonly StreamEnabled?: boolean;
    readonly StreamViewType?: StreamViewType;
  };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: boolean };
};

/** What is stored of a table beside dynalite's description. */
export type TableSettings = {
  readonly streamViewType?: StreamViewType;
  readonly streamLabel?: string;
  readonly ttlAttribute?: string;
};

export function settingsOf(props: TableProps, now: number): TableSettings {
  const { StreamSpecification: stream, TimeToLiveSpecification: ttl } = props;
  const hasStream = stream?.StreamViewType !== undefined && stream.StreamEnabled !== false;
  return {
    ...(hasStream && { streamViewType: stream.StreamViewType, streamLabel: streamLabel(now) }),
    ...(ttl?.Enabled && ttl.AttributeName !== undefined && { ttlAttribute: ttl.AttributeName }),
  };
}

/** A table as DescribeTable shows it, its stream included. */
export function describeTable(
  description: TableDescription,
  settings: TableSettings,
): Record<string, unknown> {
  const { streamViewType, streamLabel: label } = settings;
  if (streamViewType === undefined) return { ...description };
  return {
    ...description,
    StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType },
    LatestStreamLabel: label,
    LatestStreamArn: `${description.TableArn}/stream/${label}`,
  };
}

function streamLabel(now: number): string {
  return new Date(now).toISOString().replace('Z', '');
}
