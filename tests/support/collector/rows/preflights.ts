import type { Call } from '../collector.ts';

const ORIGIN = 'https://shop.example';
const asked = (headers: Record<string, string>, path = '/v1/track'): Call => ({
  method: 'OPTIONS',
  path,
  headers: { origin: ORIGIN, 'access-control-request-method': 'POST', ...headers },
});
// never `*`: browsers refuse it beside credentials
const allowed = {
  'access-control-allow-origin': ORIGIN,
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'authorization, content-type, x-write-key',
};

type Answered = { readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** Row 28: what a browser asks before it posts. */
export const preflightRows: readonly (readonly [
  row: string,
  reason: string,
  call: Call,
  answer: Answered,
])[] = [
  ['28', 'of any page', asked({}), { status: 204, headers: allowed }],
  ['28', 'of a path that is none', asked({}, '/v1/nothing'), { status: 204, headers: allowed }],
  [
    '28',
    'of the headers an SDK sends',
    asked({ 'access-control-request-headers': 'authorization, x-sdk' }),
    { status: 204, headers: { ...allowed, 'access-control-allow-headers': 'authorization, x-sdk' } },
  ],
  [
    '28',
    'of headers that are none',
    asked({ 'access-control-request-headers': '<script>' }),
    { status: 204, headers: allowed },
  ],
  [
    '28',
    'of a page without an origin of its own',
    asked({ origin: 'null' }),
    { status: 204, headers: { ...allowed, 'access-control-allow-origin': 'null' } },
  ],
];
