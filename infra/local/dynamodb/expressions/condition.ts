import { keys } from '../storage/dynalite.ts';
import { type AttributeValue, byteOrder, type Item, isSameValue, sizeOf, typeOf } from '../storage/item.ts';

/** A way into an item: names of attributes and indexes of lists. */
export type Path = readonly (string | number)[];
type SizeCall = { readonly type: 'function'; readonly name: 'size'; readonly args: readonly Operand[] };
type Operand = Path | SizeCall | AttributeValue;

/** A condition or filter as dynalite's parser compiles it. */
export type Condition =
  | { readonly type: 'and'; readonly args: readonly Condition[] }
  | { readonly type: 'or'; readonly args: readonly Condition[] }
  | { readonly type: 'not'; readonly args: readonly Condition[] }
  | { readonly type: 'function'; readonly name: string; readonly args: readonly Operand[] }
  | { readonly type: Comparison; readonly args: readonly Operand[] };

type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in' | 'between';
type Value = AttributeValue | undefined;
type Test = (...values: Value[]) => boolean;

const tests: Readonly<Record<string, Test>> = {
  '=': isEqual,
  '<>': (one, other) => !isEqual(one, other),
  '<': (one, other) => orderOf(one, other) < 0,
  '<=': (one, other) => orderOf(one, other) <= 0,
  '>': (one, other) => orderOf(one, other) > 0,
  '>=': (one, other) => orderOf(one, other) >= 0,
  between: (one, low, high) => orderOf(one, low) >= 0 && orderOf(one, high) <= 0,
  in: (one, ...choices) => choices.some((choice) => isEqual(one, choice)),
  attribute_exists: (one) => one !== undefined,
  attribute_not_exists: (one) => one === undefined,
  attribute_type: (one, type) => one !== undefined && typeOf(one) === type?.S,
  begins_with: beginsWith,
  contains,
};

/** Whether a condition is true of an item; an item that is missing has no attributes. */
export function holds(condition: Condition, item: Item): boolean {
  if (condition.type === 'and') return condition.args.every((part) => holds(part, item));
  if (condition.type === 'or') return condition.args.some((part) => holds(part, item));
  if (condition.type === 'not') return condition.args.every((part) => !holds(part, item));
  const name = condition.type === 'function' ? condition.name : condition.type;
  const test = tests[name];
  if (test === undefined) throw new Error(`no operator or function "${name}" in conditions`);
  const values = condition.args.map((operand) => resolve(operand, item));
  return test(...values);
}

function resolve(operand: Operand, item: Item): Value {
  if (isPath(operand)) return keys.mapPath(operand, item) ?? undefined;
  if (!isSizeCall(operand)) return operand;
  const [measured] = operand.args.map((inner) => resolve(inner, item));
  const size = measured === undefined ? undefined : sizeOf(measured);
  return size === undefined ? undefined : { N: String(size) };
}

function isPath(operand: Operand): operand is Path {
  return Array.isArray(operand);
}

function isSizeCall(operand: SizeCall | AttributeValue): operand is SizeCall {
  return 'type' in operand;
}

function isEqual(one: Value, other: Value): boolean {
  return one !== undefined && other !== undefined && isSameValue(one, other);
}

/** Below, at or above zero; not a number when the two have no order, which makes every comparison false. */
function orderOf(one: Value, other: Value): number {
  if (one === undefined || other === undefined) return Number.NaN;
  if (one.S !== undefined && other.S !== undefined) return byteOrder(one.S, other.S, 'utf8');
  if (one.B !== undefined && other.B !== undefined) return byteOrder(one.B, other.B, 'base64');
  if (one.N === undefined || other.N === undefined) return Number.NaN;
  if (keys.compare('=', one, other)) return 0;
  return keys.compare('<', one, other) ? -1 : 1;
}

function beginsWith(whole: Value, start: Value): boolean {
  if (whole?.S !== undefined && start?.S !== undefined) return whole.S.startsWith(start.S);
  if (whole?.B === undefined || start?.B === undefined) return false;
  const [bytes, first] = [Buffer.from(whole.B, 'base64'), Buffer.from(start.B, 'base64')];
  return bytes.subarray(0, first.length).equals(first);
}

function contains(whole: Value, part: Value): boolean {
  if (whole === undefined || part === undefined) return false;
  if (whole.L !== undefined) return whole.L.some((element) => isSameValue(element, part));
  if (part.S !== undefined) return (whole.S ?? whole.SS)?.includes(part.S) ?? false;
  if (part.N !== undefined) return whole.NS?.includes(part.N) ?? false;
  if (part.B === undefined) return false;
  if (whole.BS !== undefined) return whole.BS.includes(part.B);
  return whole.B !== undefined && Buffer.from(whole.B, 'base64').includes(Buffer.from(part.B, 'base64'));
}
