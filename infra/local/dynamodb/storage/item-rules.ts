import { keys, type TableDescription, validateAttributeValue } from './dynalite.ts';
import { type AttributeValue, type Item, itemBytes } from './item.ts';

const MAX_ITEM_BYTES = 400 * 1024;
const MAX_LEVELS = 32;
const MAX_KEY_BYTES = { HASH: 2048, RANGE: 1024 } as const;

const tooLongKey = {
  HASH: 'Size of hashkey has exceeded the maximum size limit of 2048 bytes',
  RANGE: 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
} as const;

/** Why an item cannot be stored as a write would leave it; dynalite's own rules look at what is sent, and at characters. */
export function itemFault(item: Item, table: TableDescription, isUpdate: boolean): string | undefined {
  if (itemBytes(item) > MAX_ITEM_BYTES) {
    return `Item size ${isUpdate ? 'to update ' : ''}has exceeded the maximum allowed size`;
  }
  if (Object.values(item).some((value) => levelsOf(value) > MAX_LEVELS)) {
    return 'Nesting Levels have exceeded supported limits';
  }
  return keyFault(item, table) ?? (isUpdate ? updateFault(item, table) : undefined);
}

// arithmetic can leave DynamoDB's range of numbers, and a copied attribute need not fit an index
function updateFault(item: Item, table: TableDescription): string | undefined {
  const value = Object.values(item).map(validateAttributeValue).find(Boolean);
  return value ?? keys.validateItem(item, table)?.message;
}

function keyFault(item: Item, table: TableDescription): string | undefined {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  for (const { IndexName: index, KeySchema: schema } of indexes) {
    const empty = schema.find(({ AttributeName: name }) => item[name]?.S === '' || item[name]?.B === '');
    if (empty !== undefined) return emptyIndexKey(index, empty.AttributeName, item);
  }
  const tooLong = [table, ...indexes]
    .flatMap(({ KeySchema: schema }) => schema)
    .find(({ AttributeName: name, KeyType: type }) => bytesOf(item[name]) > MAX_KEY_BYTES[type]);
  return tooLong && `One or more parameter values were invalid: ${tooLongKey[tooLong.KeyType]}`;
}

function emptyIndexKey(index: string, name: string, item: Item): string {
  const type = item[name]?.S === undefined ? 'binary' : 'string';
  return `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type} value. IndexName: ${index}, IndexKey: ${name}`;
}

function bytesOf(value: AttributeValue | undefined): number {
  if (value?.S !== undefined) return Buffer.byteLength(value.S);
  return value?.B === undefined ? 0 : Buffer.byteLength(value.B, 'base64');
}

function levelsOf(value: AttributeValue): number {
  const inside = value.L ?? (value.M && Object.values(value.M));
  return inside === undefined ? 0 : 1 + Math.max(0, ...inside.map(levelsOf));
}
