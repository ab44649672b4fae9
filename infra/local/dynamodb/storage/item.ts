export type AttributeValue = {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
};

export type Item = { readonly [attribute: string]: AttributeValue };

/** Bytes as DynamoDB counts them: names and values in UTF-8, numbers at two digits a byte. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  if (value.L !== undefined) return 3 + sum(value.L, (element) => 1 + valueBytes(element));
  if (value.SS !== undefined) return sum(value.SS, (text) => Buffer.byteLength(text));
  if (value.NS !== undefined) return sum(value.NS, numberBytes);
  if (value.BS !== undefined) return sum(value.BS, (data) => Buffer.byteLength(data, 'base64'));
  return 1;
}

function numberBytes(number: string): number {
  const digits = number.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
  return 1 + Math.ceil(digits / 2) + (number.startsWith('-') ? 1 : 0);
}

function sum<T>(values: readonly T[], bytes: (value: T) => number): number {
  return values.reduce((total, value) => total + bytes(value), 0);
}

export function typeOf(value: AttributeValue): string | undefined {
  return Object.keys(value)[0];
}

/** What `size()` answers: characters, bytes or elements; numbers and booleans have no size. */
export function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}

/** DynamoDB orders texts by their bytes in UTF-8, as it does binaries. */
export function byteOrder(one: string, other: string, encoding: 'utf8' | 'base64'): number {
  return Buffer.compare(Buffer.from(one, encoding), Buffer.from(other, encoding));
}

/** Whether two items hold the same; neither attributes nor members of sets have an order. */
export function isSameItem(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => isSameValue(one[name], other[name]))
  );
}

export function isSameValue(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.M !== undefined) return other.M !== undefined && isSameItem(one.M, other.M);
  if (one.L !== undefined) return isSameList(one.L, other.L);
  return (
    one.S === other.S &&
    one.N === other.N &&
    one.B === other.B &&
    one.BOOL === other.BOOL &&
    one.NULL === other.NULL &&
    isSameSet(one.SS, other.SS) &&
    isSameSet(one.NS, other.NS) &&
    isSameSet(one.BS, other.BS)
  );
}

function isSameList(one: readonly AttributeValue[], other: readonly AttributeValue[] | undefined): boolean {
  return one.length === other?.length && one.every((element, index) => isSameValue(element, other[index]));
}

function isSameSet(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length && one.every((member) => other.includes(member));
}
