/** What a call consumes of a table, or of one of its indexes. */
export type Consumed = {
  readonly table: string;
  readonly index?: string;
  readonly kind: 'read' | 'write';
  readonly units: number;
};

type Capacity = { readonly CapacityUnits: number };

export type ConsumedCapacity = Capacity & {
  readonly TableName: string;
  readonly Table?: Capacity;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Capacity>>;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
};

/** Consumed capacity as answers show it, one for each table; undefined when the caller did not ask. */
export function consumedCapacity(
  consumed: readonly Consumed[],
  asked: unknown,
): ConsumedCapacity[] | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const tables = Map.groupBy(consumed, ({ table }) => table);
  return [...tables].map(([TableName, ofTable]) => ({
    TableName,
    CapacityUnits: sum(ofTable),
    ...(asked === 'INDEXES' && byIndex(ofTable)),
  }));
}

/** The same for transactions, which tell reading from writing. */
export function transactionCapacity(
  consumed: readonly Consumed[],
  asked: unknown,
): ConsumedCapacity[] | undefined {
  const names = { read: 'ReadCapacityUnits', write: 'WriteCapacityUnits' } as const;
  return consumedCapacity(consumed, asked)?.map((capacity) => ({
    ...capacity,
    [names[consumed[0]?.kind ?? 'write']]: capacity.CapacityUnits,
  }));
}

function byIndex(consumed: readonly Consumed[]): Partial<ConsumedCapacity> {
  const indexes = Map.groupBy(consumed, ({ index }) => index);
  const table = { CapacityUnits: sum(indexes.get(undefined) ?? []) };
  const named = [...indexes].filter(([index]) => index !== undefined);
  if (named.length === 0) return { Table: table };
  const units = named.map(([index, ofIndex]) => [index, { CapacityUnits: sum(ofIndex) }]);
  return { Table: table, GlobalSecondaryIndexes: Object.fromEntries(units) };
}

function sum(consumed: readonly Consumed[]): number {
  return consumed.reduce((total, { units }) => total + units, 0);
}
