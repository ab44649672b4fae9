import type { JsonInput } from '../protocols/json-protocol.ts';
import { AwsError } from '../protocols/service.ts';

/** One call as it arrived: the table of every item it names, and the error it was answered with, if any. */
export type DynamoOperation = {
  readonly operation: string;
  readonly tables: readonly string[];
  readonly input: JsonInput;
  readonly error: string | undefined;
};

export class OperationCounter {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #listeners = new Set<(operation: DynamoOperation) => void>();

  async count<T>(operation: string, input: JsonInput, work: () => Promise<T>): Promise<T> {
    const tables = tablesOf(input);
    this.#add(operation, tables);
    try {
      const answer = await work();
      this.#tell({ operation, tables, input, error: undefined });
      return answer;
    } catch (error) {
      const code = error instanceof AwsError ? error.code : 'InternalFailure';
      this.#tell({ operation, tables, input, error: code });
      throw error;
    }
  }

  onOperation(listener: (operation: DynamoOperation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  counts(): Record<string, Record<string, number>> {
    return Object.fromEntries([...this.#counts].map(([name, tables]) => [name, Object.fromEntries(tables)]));
  }

  #add(operation: string, tables: readonly string[]): void {
    const counts = this.#counts.get(operation) ?? new Map<string, number>();
    this.#counts.set(operation, counts);
    for (const table of tables) counts.set(table, (counts.get(table) ?? 0) + 1);
  }

  #tell(operation: DynamoOperation): void {
    for (const listener of this.#listeners) listener(operation);
  }
}

/** The tables a call names, once for each item. */
export function tablesOf(input: JsonInput): string[] {
  if (typeof input.TableName === 'string') return [input.TableName];
  const batch = Object.entries(input.RequestItems ?? {}).flatMap(([table, requests]) =>
    itemsOf(requests).map(() => table),
  );
  const transaction = Array.isArray(input.TransactItems) ? input.TransactItems : [];
  return [...batch, ...transaction.flatMap((item) => Object.values({ ...item }).flatMap(tableOf))];
}

// BatchWriteItem has a list for each table, BatchGetItem has { Keys }
function itemsOf(requests: unknown): readonly unknown[] {
  const keys =
    typeof requests === 'object' && requests !== null && 'Keys' in requests ? requests.Keys : requests;
  return Array.isArray(keys) ? keys : [];
}

function tableOf(step: unknown): string[] {
  const table = typeof step === 'object' && step !== null && 'TableName' in step ? step.TableName : undefined;
  return typeof table === 'string' ? [table] : [];
}
