import { inKeyOrder, type Objects, type StoredObject } from './objects.ts';

export function memoryObjects(): Objects {
  const buckets = new Map<string, Map<string, StoredObject>>();
  const bucketOf = (name: string): Map<string, StoredObject> => {
    const bucket = buckets.get(name) ?? new Map<string, StoredObject>();
    buckets.set(name, bucket);
    return bucket;
  };
  return {
    put: async (bucket, key, object) => void bucketOf(bucket).set(key, object),
    get: async (bucket, key) => bucketOf(bucket).get(key),
    delete: async (bucket, key) => void bucketOf(bucket).delete(key),
    keys: async (bucket) => inKeyOrder(bucketOf(bucket).keys()),
  };
}
