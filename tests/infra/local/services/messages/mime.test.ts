import nodemailer from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { parseEmail } from '../../../../../infra/local/services/messages/mime.ts';

const lines = (...text: string[]) => Buffer.from(text.join('\r\n'), 'latin1');

describe('an email', () => {
  it('made by the library that functions use is read back', async () => {
    const html = `<p>Zażółć gęślą jaźń = ${'długa linia '.repeat(20)}</p>`;
    const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
    const { message } = await transport.sendMail({
      from: 'Sklep Łąka <shop@example.com>',
      to: 'ana@example.com',
      subject: 'Twój koszyk czeka 🛒 na ciebie, a wraz z nim wszystko, co do niego włożyłaś wczoraj',
      text: 'Cześć Ana,\nwróć do koszyka.',
      html,
      headers: { 'List-Unsubscribe': '<https://example.com/u/token>' },
    });

    const email = parseEmail(message as Buffer); // with buffer: true it is one

    expect(email.headers).toMatchObject({
      from: 'Sklep Łąka <shop@example.com>',
      to: 'ana@example.com',
      subject: 'Twój koszyk czeka 🛒 na ciebie, a wraz z nim wszystko, co do niego włożyłaś wczoraj',
      'list-unsubscribe': '<https://example.com/u/token>',
    });
    expect(email.text?.replaceAll('\r\n', '\n').trim()).toBe('Cześć Ana,\nwróć do koszyka.');
    expect(email.html?.trim()).toBe(html);
  });

  it.each([
    ['plain text without a header for it', lines('Subject: a', '', 'hello'), { text: 'hello' }],
    ['bare line feeds', Buffer.from('Subject: a\n\nhello'), { text: 'hello' }],
    ['a folded header', lines('Subject: a', '  b', '', ''), { headers: { subject: 'a b' } }],
    [
      'encoded words side by side',
      lines('Subject: =?utf-8?Q?Hi_=C3=84?= =?utf-8?B?dW50?= more', '', ''),
      { headers: { subject: 'Hi Äunt more' } },
    ],
    ['another charset', lines('Content-Type: text/plain; charset="iso-8859-2"', '', '\xb1'), { text: 'ą' }],
    [
      'quoted-printable with soft breaks',
      lines(
        'Content-Type: text/html',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'a=3D=',
        'b=C3=A4 ',
        'c',
      ),
      { html: 'a=bä\r\nc' },
    ],
    ['no body', lines('Subject: a'), { headers: { subject: 'a' }, text: '' }],
  ])('is read: %s', (_case, raw, read) => {
    expect(parseEmail(raw)).toMatchObject(read);
  });

  it('has parts inside parts, of which attachments are none to read', () => {
    const raw = lines(
      'Content-Type: multipart/mixed; boundary="a b+"',
      '',
      'for old readers',
      '--a b+',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      '',
      'the text',
      '--inner',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>ä</p>').toString('base64'),
      '--inner--',
      '--a b+',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'attached',
      '--a b+--',
      'after',
    );

    expect(parseEmail(raw)).toMatchObject({ text: 'the text', html: '<p>ä</p>' });
  });
});
