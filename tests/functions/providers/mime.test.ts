import { describe, expect, it } from 'vitest';
import { mimeOf } from '../../../functions/providers/mime.ts';
import type { EmailMessage } from '../../../shared/messaging/channels/message.ts';
import { decodeWords, parseMime } from '../../support/messaging/parse-mime.ts';

const email: EmailMessage = {
  channel: 'email',
  sendId: 's1',
  entryId: 'e1',
  to: 'anna@shop.example',
  from: { email: 'hello@shop.example', name: 'Sklep Żółty' },
  subject: 'Twój koszyk: 3 × herbata – i ciasto, które czeka na Ciebie od wczoraj 🛒',
  html: '<p>Cześć Anna</p>\n.\n<p>=3D</p>',
  text: 'Cześć Anna\n.\nFrom here',
  unsubscribeUrl: `https://api.example/u/${'a'.repeat(150)}.${'b'.repeat(43)}`,
};

const read = async (changes: Partial<EmailMessage> = {}) =>
  parseMime((await mimeOf({ ...email, ...changes })).toString('latin1'));

describe('a raw email', () => {
  it('says from whom, to whom and about what', async () => {
    const { headers } = await read();

    expect(decodeWords(headers.get('from') ?? '')).toBe('Sklep Żółty <hello@shop.example>');
    expect(headers.get('to')).toBe('anna@shop.example');
    expect(decodeWords(headers.get('subject') ?? '')).toBe(email.subject);
    expect(headers.get('mime-version')).toBe('1.0');
    expect(headers.has('date') && headers.has('message-id')).toBe(true);
  });

  it('has a text and an html part, the better one last', async () => {
    const { headers, parts } = await read();

    expect(headers.get('content-type')).toMatch(/^multipart\/alternative/);
    expect(parts.map((part) => part.headers.get('content-type'))).toEqual([
      'text/plain; charset=utf-8',
      'text/html; charset=utf-8',
    ]);
    expect(parts.map(({ body }) => body.replaceAll('\r\n', '\n').trim())).toEqual([email.text, email.html]);
  });

  it('lets mail programs unsubscribe with one click (RFC 8058)', async () => {
    const { headers } = await read();

    expect(headers.get('list-unsubscribe')).toBe(`<${email.unsubscribeUrl}>`);
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  it('has no such header when it is transactional', async () => {
    const { headers } = await read({ unsubscribeUrl: undefined });

    expect([...headers.keys()].filter((name) => name.startsWith('list-'))).toEqual([]);
  });

  it('keeps its lines within what mail servers take', async () => {
    const raw = await mimeOf({ ...email, html: `<p>${'a'.repeat(5_000)}</p>`, text: 'ż'.repeat(5_000) });

    const lines = raw.toString('latin1').split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998);
    expect(lines.some((line) => line.includes('\n') || line.includes('\r'))).toBe(false);
  });

  it.each([
    ['subject', { subject: 'a\r\nBcc: x@y.example' }],
    ['name', { from: { email: 'hello@shop.example', name: 'a\r\nBcc: x@y.example' } }],
    ['way out', { unsubscribeUrl: 'https://a.example\r\nBcc: x@y.example' }],
  ])('never gains a header by its %s, even if nobody checked before', async (_, changes) => {
    const { headers } = await read(changes);

    expect(headers.has('bcc')).toBe(false);
  });
});
