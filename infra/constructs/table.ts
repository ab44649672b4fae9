import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge, grantFinding } from './acknowledge.ts';
import type { HouseFunction } from './function.ts';
import type { Store } from './store.ts';
import type { StreamSource } from './stream-consumer.ts';

const anyStream = 'stream/*';

export interface HouseTableProps {
  /** The environment variable by which functions know the table. */
  readonly variable: string;
  readonly hash: string;
  /** @default - one item for each hash */
  readonly range?: string;
  /** @default - a string */
  readonly rangeType?: AttributeType;
  /** Removes items some time after the instant in their attribute `expiresAt`. @default false */
  readonly expires?: boolean;
  /** @default false */
  readonly changeStream?: boolean;
  /** Other orders to list the items in, whole items each. @default - none */
  readonly indexes?: Readonly<Record<string, { readonly hash: string; readonly range: string }>>;
  /** Turns off recovery and deletion protection, so that a trial stack costs little and goes away whole. */
  readonly dev: boolean;
  /** @default - the key AWS manages */
  readonly key?: IKey | undefined;
}

/** A table on demand, encrypted, recoverable to any second and safe from deletion unless in a dev stack. */
export class HouseTable extends Construct implements Store {
  readonly variable: string;
  readonly hash: string;
  readonly table: Table;
  readonly key: IKey | undefined;
  readonly indexArns: string[] = [];

  constructor(scope: Construct, id: string, props: HouseTableProps) {
    super(scope, id);
    this.variable = props.variable;
    this.hash = props.hash;
    this.key = props.key;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: props.hash, type: AttributeType.STRING },
      ...rangeKey(props),
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(props.expires ? { timeToLiveAttribute: 'expiresAt' } : {}),
      ...(props.changeStream ? { stream: StreamViewType.NEW_AND_OLD_IMAGES } : {}),
      ...encryption(props.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: !props.dev },
      deletionProtection: !props.dev,
      removalPolicy: props.dev ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    for (const [name, index] of Object.entries(props.indexes ?? {})) this.addIndex(name, index);
    if (props.dev) acknowledge(this, { DDB3: 'a dev stack holds nothing worth recovering' });
  }

  get value(): string {
    return this.table.tableName;
  }

  get arn(): string {
    return this.table.tableArn;
  }

  /** The stream of the table's changes; throws for a table made without one. */
  changes(): StreamSource {
    const arn = this.table.tableStreamArn;
    if (!arn)
      throw new Error(`table ${this.node.path} has no change stream; make it with changeStream: true`);
    return { arn, allowPolling: (consumer) => this.allowPolling(consumer, arn) };
  }

  private addIndex(indexName: string, { hash, range }: { hash: string; range: string }): void {
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: hash, type: AttributeType.STRING },
      sortKey: { name: range, type: AttributeType.STRING },
    });
    this.indexArns.push(`${this.arn}/index/${indexName}`);
  }

  private allowPolling(consumer: HouseFunction, arn: string): void {
    consumer.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [arn]);
    consumer.allow(['dynamodb:ListStreams'], [`${this.arn}/${anyStream}`]);
    consumer.allowKey(this.key);
    acknowledge(consumer, {
      [grantFinding(this.table, anyStream)]:
        'ListStreams is authorized on all streams of a table, which has one',
    });
  }
}

function rangeKey({ range, rangeType = AttributeType.STRING }: HouseTableProps): { sortKey?: Attribute } {
  return range === undefined ? {} : { sortKey: { name: range, type: rangeType } };
}

function encryption(key: IKey | undefined) {
  return key
    ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }
    : { encryption: TableEncryption.AWS_MANAGED };
}
