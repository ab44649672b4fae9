/** A body as text; `bytes` are its size in UTF-8. */
export type Body = { readonly text: string; readonly bytes: number };

const BYTE_ORDER_MARK = '\u{feff}';
const utf8 = new TextDecoder('utf-8', { fatal: true }); // strips a byte order mark too

export function bodyOfText(text: string): Body {
  return { text: text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text, bytes: Buffer.byteLength(text) };
}

/** Throws on bytes that are no UTF-8. */
export function bodyOfBytes(bytes: Uint8Array): Body {
  return { text: utf8.decode(bytes), bytes: bytes.length };
}

/** The JSON that a field `data` holds, as it is or in base64 of either alphabet. Throws on bytes that are no UTF-8. */
export function bodyOfData(data: string): Body {
  if (isJson(data)) return bodyOfText(data);
  // an unescaped plus arrives as a space
  return bodyOfBytes(Buffer.from(data.replaceAll(' ', '+'), 'base64'));
}

export function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}
