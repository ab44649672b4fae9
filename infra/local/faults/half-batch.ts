import * as z from 'zod';

/** A batch of which half is carried out, and the answer that tells of the other half. */
export type HalfBatch = {
  /** None where the half is empty. */
  readonly carriedOut: object | undefined;
  answer(ofHalf: object): object;
};

type Halve = (input: unknown) => HalfBatch | undefined;
type Entry = readonly [table: string, item: unknown];
type Tables = Readonly<Record<string, unknown>>;

const writesSchema = z.looseObject({ RequestItems: z.record(z.string(), z.array(z.unknown())) });
const readsSchema = z.looseObject({
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()) })),
});
const recordsSchema = z.looseObject({ Records: z.array(z.unknown()) });

const throttledRecord = {
  ErrorCode: 'ProvisionedThroughputExceededException',
  ErrorMessage: 'Rate exceeded for a shard.',
};

const batches: Readonly<Record<string, Halve>> = {
  BatchWriteItem(input) {
    const { RequestItems, ...rest } = writesSchema.parse(input);
    const entries = Object.entries(RequestItems).flatMap(([table, items]) => entriesOf(table, items));
    return halfOf(entries, {
      carriedOut: (done) => ({ ...rest, RequestItems: byTable(done) }),
      answer: (left) => ({ UnprocessedItems: byTable(left) }),
    });
  },
  BatchGetItem(input) {
    const { RequestItems, ...rest } = readsSchema.parse(input);
    const entries = Object.entries(RequestItems).flatMap(([table, { Keys }]) => entriesOf(table, Keys));
    const asked = (half: readonly Entry[]): Tables =>
      Object.fromEntries(
        Object.entries(byTable(half)).map(([table, Keys]) => [table, { ...RequestItems[table], Keys }]),
      );
    return halfOf(entries, {
      carriedOut: (done) => ({ ...rest, RequestItems: asked(done) }),
      answer: (left) => ({ UnprocessedKeys: asked(left) }),
    });
  },
  PutRecords(input) {
    const { Records, ...rest } = recordsSchema.parse(input);
    const [done, left] = halves(Records);
    return {
      carriedOut: done.length === 0 ? undefined : { ...rest, Records: done },
      answer: (ofHalf) => {
        const stored = recordsSchema.safeParse(ofHalf).data?.Records ?? [];
        return { FailedRecordCount: left.length, Records: [...stored, ...left.map(() => throttledRecord)] };
      },
    };
  },
};

/** How half of a batch is carried out; none for calls that are carried out whole or not at all. */
export function halveBatch(operation: string, body: string): HalfBatch | undefined {
  return batches[operation]?.(JSON.parse(body));
}

type TableHalves = { carriedOut(done: readonly Entry[]): object; answer(left: readonly Entry[]): object };

// DynamoDB refuses a batch of which nothing can be done
function halfOf(entries: readonly Entry[], { carriedOut, answer }: TableHalves): HalfBatch | undefined {
  const [done, left] = halves(entries);
  if (done.length === 0) return undefined;
  return { carriedOut: carriedOut(done), answer: (ofHalf) => ({ ...ofHalf, ...answer(left) }) };
}

function halves<Item>(items: readonly Item[]): readonly [Item[], Item[]] {
  const middle = Math.floor(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

function entriesOf(table: string, items: readonly unknown[]): Entry[] {
  return items.map((item) => [table, item]);
}

function byTable(entries: readonly Entry[]): Record<string, unknown[]> {
  const tables = Object.entries(Object.groupBy(entries, ([table]) => table));
  return Object.fromEntries(tables.map(([table, own = []]) => [table, own.map(([, item]) => item)]));
}
