import type { HttpAnswer } from '../../lib/http.ts';

const GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'; // 1x1, transparent

/** What an image must show whatever became of its event; who may read it stays. */
export function asPixel({ headers }: HttpAnswer): HttpAnswer {
  return {
    statusCode: 200,
    headers: { ...headers, 'content-type': 'image/gif', 'cache-control': 'no-store' },
    body: GIF,
    isBase64Encoded: true,
  };
}
