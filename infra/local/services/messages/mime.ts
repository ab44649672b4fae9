/** What is read of an email; header names are in lower case, the last of a name wins. */
export type Email = {
  readonly headers: Readonly<Record<string, string>>;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
};

type Part = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Reads a MIME message: its headers decoded, and the first text and HTML parts that are no attachments. */
export function parseEmail(raw: Buffer): Email {
  // one character per byte, until the charset is known
  const message = parsePart(raw.toString('latin1'));
  const bodies = bodiesOf(message);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, decodeHeader(value)]);
  return {
    headers: Object.fromEntries(headers),
    text: bodies.find(({ type }) => type === 'text/plain')?.content,
    html: bodies.find(({ type }) => type === 'text/html')?.content,
  };
}

function parsePart(text: string): Part {
  // a part may have no headers at all: then it begins with the empty line
  const separator = /(?:^|\r?\n)\r?\n/.exec(text);
  if (separator === null) return { headers: parseHeaders(text), body: '' };
  const body = text.slice(separator.index + separator[0].length);
  return { headers: parseHeaders(text.slice(0, separator.index)), body };
}

/** The headers of a message as they are written, in their order. */
export function readHeaders(raw: string): readonly { readonly name: string; readonly value: string }[] {
  const [head = ''] = raw.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

function parseHeaders(head: string): Record<string, string> {
  return Object.fromEntries(readHeaders(head).map(({ name, value }) => [name.toLowerCase(), value]));
}

type Body = { readonly type: string; readonly content: string };

function bodiesOf(part: Part): readonly Body[] {
  const contentType = part.headers['content-type'] ?? 'text/plain; charset=us-ascii';
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const boundary = parameter(contentType, 'boundary');
  if (type.startsWith('multipart/') && boundary !== undefined) {
    return splitParts(part.body, boundary).flatMap((inner) => bodiesOf(parsePart(inner)));
  }
  if (part.headers['content-disposition']?.startsWith('attachment')) return [];
  const bytes = decodeTransfer(part.body, part.headers['content-transfer-encoding'] ?? '7bit');
  return [{ type, content: decodeText(bytes, parameter(contentType, 'charset') ?? 'utf-8') }];
}

// before the first boundary and after the last stand words for readers without MIME
function splitParts(body: string, boundary: string): readonly string[] {
  const escaped = boundary.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const delimiter = new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?:\\r?\\n|$)`);
  const pieces = body.split(delimiter);
  // split() keeps the captured dashes between the pieces
  return pieces.filter((_, index) => index % 2 === 0).slice(1, -1);
}

function parameter(header: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header) ?? [];
  return quoted ?? plain;
}

function decodeTransfer(body: string, encoding: string): Buffer {
  if (/^base64$/i.test(encoding.trim())) return Buffer.from(body, 'base64');
  if (!/^quoted-printable$/i.test(encoding.trim())) return Buffer.from(body, 'latin1');
  return bytesOf(body.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, ''));
}

/** The bytes of quoted text: =C3 for one, else the character's own. */
function bytesOf(quoted: string): Buffer {
  const text = quoted.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

function decodeText(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // a charset nobody knows: better shown wrong than lost
    return bytes.toString('latin1');
  }
}

// =?charset?B or Q?text?=, where the space between two such words is none (RFC 2047)
function decodeHeader(value: string): string {
  const joined = value.replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?)/gi, '$1');
  const pieces = joined.split(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)/i);
  return pieces.map(decodeWord).join('');
}

function decodeWord(piece: string): string {
  const [, charset, encoding, text = ''] = /^=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=$/i.exec(piece) ?? [];
  if (charset === undefined) return decodeText(Buffer.from(piece, 'latin1'), 'utf-8');
  const isBase64 = encoding?.toLowerCase() === 'b';
  const bytes = isBase64 ? Buffer.from(text, 'base64') : bytesOf(text.replaceAll('_', ' '));
  return decodeText(bytes, charset);
}
