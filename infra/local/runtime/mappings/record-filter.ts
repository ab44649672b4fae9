import { compileFilter, type Matches } from '../rules/event-pattern.ts';
import { isObject } from '../template/json.ts';

/** Decides which records of Lambda's event reach the function. */
export function compileRecordFilter(patterns: readonly string[], path: string): Matches {
  if (patterns.length === 0) return () => true;
  const matches = compileFilter(patterns, path);
  return (record) => matches(filterable(record));
}

// patterns see Kinesis data decoded and, when it is JSON, parsed
function filterable(record: unknown): unknown {
  if (!isObject(record) || !isObject(record.kinesis)) return record;
  return { ...record.kinesis, data: decode(String(record.kinesis.data)) };
}

function decode(base64: string): unknown {
  const text = Buffer.from(base64, 'base64').toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
