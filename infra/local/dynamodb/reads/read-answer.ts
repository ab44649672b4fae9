import { type Condition, holds, type Path } from '../expressions/condition.ts';
import { type DynaliteStore, keys, runAction } from '../storage/dynalite.ts';
import type { Item } from '../storage/item.ts';

/** A read whose expressions dynalite has compiled. */
export type CompiledRead = {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly Select?: string;
  readonly _filter?: { readonly expression: Condition };
  readonly _projection?: { readonly paths: readonly Path[] };
};

/** GetItem, whole: the projection is left to the caller, as capacity is counted before it. */
export async function getWhole(store: DynaliteStore, read: CompiledRead): Promise<Item | undefined> {
  // GetItem's answer, made by dynalite
  const answer = (await runAction(store, 'getItem', withoutPaths(read))) as { Item?: Item };
  return answer.Item;
}

type Page = {
  readonly Items: readonly Item[];
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
};

/** A page of Query or Scan as it was read: neither filtered, nor projected. */
export async function readPage(
  store: DynaliteStore,
  action: 'query' | 'scan',
  read: CompiledRead,
): Promise<Page> {
  // dynalite knows no operator of that name and takes the filter as met, but has checked its paths
  const filter = read._filter && { ...read._filter, expression: { type: 'unfiltered', args: [] } };
  const select = read.Select === 'COUNT' ? undefined : read.Select;
  const whole = { ...withoutPaths(read), _filter: filter, Select: select };
  return (await runAction(store, action, whole)) as Page; // made by dynalite
}

export function filtered(items: readonly Item[], { _filter: filter }: CompiledRead): readonly Item[] {
  return filter === undefined ? items : items.filter((item) => holds(filter.expression, item));
}

export function projected(item: Item, { _projection: projection }: CompiledRead): Item {
  return projection === undefined ? item : keys.mapPaths(projection.paths, item);
}

function withoutPaths(read: CompiledRead): object {
  return { ...read, _projection: read._projection && { ...read._projection, paths: undefined } };
}
