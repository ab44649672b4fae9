const MAX_EMAIL_LENGTH = 254; // RFC 5321, of a path that can be delivered to
const SHAPE = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+\.[^\s@<>()[\],;:\\"]+$/;

/** An address in the one form that identifies: trimmed, lower-cased, domain in punycode. Undefined when it is no address. */
export function normalizeEmail(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.trim().toLowerCase();
  if (trimmed.length > MAX_EMAIL_LENGTH || !SHAPE.test(trimmed)) return undefined;
  const at = trimmed.lastIndexOf('@');
  const domain = asciiDomain(trimmed.slice(at + 1));
  return domain === undefined ? undefined : `${trimmed.slice(0, at)}@${domain}`;
}

function asciiDomain(domain: string): string | undefined {
  const url = `http://${domain}`;
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  return pathname === '/' ? hostname : undefined;
}
