// what broken senders put where an id belongs; joining everyone who shares one would make strangers one person
const BLOCKED = new Set([
  'null',
  'undefined',
  'none',
  'nan',
  'nil',
  '[object object]',
  'anonymous',
  'guest',
  'id',
  'distinctid',
  'distinct_id',
  'email',
  'not_authenticated',
  'true',
  'false',
  '-1',
  'unknown',
  'test',
  'void',
  '02:00:00:00:00:00', // what phones answer for their hardware address
  '9774d56d682e549c', // one Android id that many devices shared
]);
const NOTHING = /^[0-]*$/; // also the zero UUID and the zero advertising id
const WRAPPING = /^[\s"'`“”‘’]+|[\s"'`“”‘’]+$/g;

/** Whether an id names nobody in particular; blanks, quotes and case around it do not matter. */
export function isBlockedId(id: string): boolean {
  const bare = id.replace(WRAPPING, '').toLowerCase();
  return NOTHING.test(bare) || BLOCKED.has(bare);
}
