/** One item of a table as flat attributes, whatever the store; the codecs of `shared/` write and read these. */
export type FlatItem = Readonly<Record<string, number | string | Uint8Array>>;

const NUMBER_BYTES = 21; // at most

/** At most so many bytes of a table: names count as values do. */
export function bytesOf(item: FlatItem): number {
  const sizes = Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + sizeOf(value));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function sizeOf(value: number | string | Uint8Array): number {
  if (typeof value === 'number') return NUMBER_BYTES;
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length;
}
