/** How many chunks of a size are started; what is empty still takes one. */
export const chunksOf = (bytes: number, chunkBytes: number): number =>
  Math.max(1, Math.ceil(bytes / chunkBytes));

export const kilobyte = 1_024;
