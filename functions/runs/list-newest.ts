import type { Place, Slice, SliceOf } from '../lib/journey-reader.ts';

export type NewestPage<Item> = {
  readonly items: readonly Item[];
  readonly next: Readonly<Record<string, Place>> | undefined;
};

/** One page of several lists as one, newest first. `from` is where each list goes on, by its name. */
export async function listNewest<Item>(
  lists: Readonly<Record<string, (slice: SliceOf) => Promise<Slice<Item>>>>,
  { from, limit }: { readonly from: Readonly<Record<string, Place>>; readonly limit: number },
): Promise<NewestPage<Item>> {
  const slices = await Promise.all(
    Object.entries(lists).map(async ([name, read]) => ({
      name,
      ...(await read({ after: from[name], limit })),
    })),
  );
  const found = slices.flatMap(({ name, rows }) => rows.map((row) => ({ name, ...row })));
  const page = found.sort((one, other) => compareText(other.place.at, one.place.at)).slice(0, limit);
  const isAll = page.length === found.length && slices.every(({ isEnd }) => isEnd);
  const reached = Object.fromEntries(page.map(({ name, place }) => [name, place]));
  return { items: page.map(({ item }) => item), next: isAll ? undefined : { ...from, ...reached } };
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
