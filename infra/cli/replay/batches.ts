// the collector takes 512,000 bytes and 2,500 events at once; smaller requests fail and repeat more cheaply
const maxEvents = 250;
const maxBytes = 400_000;

/** Groups what comes into requests of a size that the collector takes. */
export async function* inBatches<Event extends object>(
  events: AsyncIterable<Event>,
): AsyncGenerator<readonly Event[]> {
  let batch: Event[] = [];
  let bytes = 0;
  for await (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event)) + 1;
    if (batch.length === maxEvents || (batch.length > 0 && bytes + size > maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Works on what comes, a few at once; nothing is fetched before there is someone to work on it. */
export async function workOff<Item>(
  items: AsyncIterable<Item>,
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let isOver = false;
  const one = async (): Promise<void> => {
    while (!isOver) {
      const next = await iterator.next();
      if (next.done) return;
      await work(next.value);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, one));
  } finally {
    isOver = true;
  }
}
