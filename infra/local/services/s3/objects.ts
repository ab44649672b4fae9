/** One object; `headers` are those that come back with it, content type and user metadata among them. */
export type StoredObject = {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly lastModified: number;
};

/** Where the objects of all buckets are kept. */
export type Objects = {
  put(bucket: string, key: string, object: StoredObject): Promise<void>;
  get(bucket: string, key: string): Promise<StoredObject | undefined>;
  delete(bucket: string, key: string): Promise<void>;
  /** The keys of a bucket in S3's order, which is that of their UTF-8 bytes. */
  keys(bucket: string): Promise<readonly string[]>;
};

export function inKeyOrder(keys: Iterable<string>): string[] {
  return [...keys].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
