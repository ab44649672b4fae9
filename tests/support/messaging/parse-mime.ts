export type MimePart = {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly parts: readonly MimePart[];
};

/** A raw message as a mail program reads it: unfolded headers, decoded bodies, nested parts. */
export function parseMime(raw: string): MimePart {
  const end = raw.indexOf('\r\n\r\n');
  const headers = new Map<string, string>();
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n(?=[ \t])/g, '')
    .split('\r\n');
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || headers.has(name)) throw new Error(`bad or repeated header: ${line}`);
    headers.set(name, line.slice(colon + 1).trim());
  }
  const body = raw.slice(end + 4);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) return { headers, body: decodeBody(headers, body), parts: [] };
  const parts = body.split(`--${boundary}`).slice(1, -1);
  return { headers, body: '', parts: parts.map((part) => parseMime(part.replace(/^\r\n/, ''))) };
}

function decodeBody(headers: ReadonlyMap<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding');
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return encoding === 'quoted-printable' ? unquote(body.replaceAll('=\r\n', '')) : body;
}

/** `=?UTF-8?Q?...?=` and `=?UTF-8?B?...?=` in a header. */
export function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : unquote(text.replaceAll('_', ' ')),
    );
}

function unquote(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
