import { batchOf, page, type Row } from '../bad-input.ts';
import { BROWSER_KEY, SERVER_KEY } from '../collector.ts';

const posted = (headers: Record<string, string>, more: object = {}, query = '') => ({
  ...batchOf(),
  headers,
  query,
  body: JSON.stringify({ batch: [page], ...more }),
});
const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });
/** its time is over */
export const REVOKED_KEY = `cRevoked${'0'.repeat(17)}`;
/** its source is switched off */
export const OFF_KEY = `cOff${'0'.repeat(21)}`;
/** its source allows one event a second */
export const RATED_KEY = `cRated${'0'.repeat(19)}`;
const OTHER_KEY = `cOther${'0'.repeat(19)}`;

/** Rows 32 to 36: whose key it is. */
export const keyRows: readonly Row[] = [
  ['32', 'no key', posted({}), 401, 'missing_write_key'],
  ['32', 'a masked key', posted({ 'x-write-key': `${SERVER_KEY.slice(0, 5)}***` }), 401, 'missing_write_key'],
  ['32', 'another scheme', posted({ authorization: `Bearer ${SERVER_KEY}` }), 401, 'missing_write_key'],
  ['32', 'Basic that is no base64', posted({ authorization: 'Basic %%%' }), 401, 'unknown_write_key'],
  ['32', 'a space behind the key', posted(basic(`${SERVER_KEY} :`)), 401, 'unknown_write_key'],
  ['32', 'a line break behind the key', posted(basic(`${SERVER_KEY}\n:`)), 401, 'unknown_write_key'],
  ['32', 'another case', posted(basic(SERVER_KEY.toUpperCase())), 401, 'unknown_write_key'],
  ['32', 'the beginning of a key', posted(basic(SERVER_KEY.slice(0, -1))), 401, 'unknown_write_key'],
  ['32', 'Basic with a colon', posted(basic(`${SERVER_KEY}:`)), 200, 1],
  ['32', 'Basic without one', posted(basic(SERVER_KEY)), 200, 1],
  ['32', 'in the query', posted({}, {}, `writeKey=${SERVER_KEY}`), 200, 1],
  ['32', 'in the body', posted({}, { writeKey: SERVER_KEY }), 200, 1],
  ['33', 'a key nobody has', posted(basic(OTHER_KEY)), 401, 'unknown_write_key'],
  ['33', 'a key that was revoked', posted(basic(REVOKED_KEY)), 401, 'unknown_write_key'],
  ['33', 'the key of a source that is off', posted(basic(OFF_KEY)), 401, 'unknown_write_key'],
  ['33', 'a name every object has', posted({ 'x-write-key': 'constructor' }), 401, 'unknown_write_key'],
  [
    '34',
    'header and body differ',
    posted(basic(SERVER_KEY), { writeKey: OTHER_KEY }),
    401,
    'write_keys_differ',
  ],
  [
    '34',
    'header and query differ',
    posted(basic(SERVER_KEY), {}, `writeKey=${BROWSER_KEY}`),
    401,
    'write_keys_differ',
  ],
  [
    '35',
    'a context that names another source',
    posted(basic(SERVER_KEY), { context: { source: 'browser' } }),
    200,
    1,
  ],
  [
    '36',
    'a browser joins two people',
    { ...batchOf({ ...page, type: 'alias', previousId: 'a-1' }), headers: basic(BROWSER_KEY) },
    200,
    'forbidden_operation',
  ],
  [
    '36',
    'a browser signs someone up',
    {
      ...batchOf({
        ...page,
        type: 'track',
        event: 'Consent Updated',
        properties: { channels: ['email'], status: 'subscribed' },
      }),
      headers: basic(BROWSER_KEY),
    },
    200,
    'forbidden_operation',
  ],
];
