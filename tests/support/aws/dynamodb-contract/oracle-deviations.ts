const words = 'refuses with other words than DynamoDB';
const numbersInSets = 'compares numbers in sets by how they are written, not by value';

/** Where the oracle does other than AWS documents, by area and case, with the reason. */
export const oracleDeviations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conditions: {
    'does not understand attribute_type(#num, :v) (2)': 'accepts types that do not exist',
    'does not understand #num = :v (7)': 'judges the condition before it sees that a value is not used',
  },
  updates: {
    'carries out SET #entries[9] = :v (13)': 'fills a list up with NULL to the index that is set',
    'carries out REMOVE #entries[0], #entries[1] (20)':
      'removes by positions that earlier removals have moved',
    'carries out ADD #nums :v (28)': numbersInSets,
    'carries out DELETE #nums :v (31)': numbersInSets,
    'refuses SET #entries[0] = :v, #entries.a = :v (4)': words,
    'refuses SET #num = #text + :v (6)': words,
    'refuses SET #num = list_append(#num, :v) (14)': words,
    'returns nothing old of an item that it makes': 'takes the key for an old item',
  },
  transactions: {
    'refuses a check without a condition, and two actions in one': 'takes the first of two actions',
    'reads several items at once, missing ones included, as far as asked': 'adds the key to every projection',
  },
  indexes: {
    'refuses a key of its own that is too long': 'has no limit for the keys of indexes',
  },
  'queries and scans': {
    'finds texts where begins_with(part, :v)': 'takes capital letters for small ones',
    'refuses to query by a range of partition keys': words,
    'refuses to query by the type of another key': 'finds nothing instead',
  },
  streams: {
    'is silent about writes that change nothing': 'writes a record for every write',
    'is listed and described': 'leaves the key schema out',
    'is named when it does not exist': 'takes the table of the ARN, whatever its label',
  },
};
