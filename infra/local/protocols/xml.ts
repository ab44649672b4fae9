export type XmlChildren = readonly (readonly [name: string, value: XmlValue])[];
export type XmlValue = string | number | boolean | XmlChildren;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function xml(name: string, children: XmlChildren, namespace?: string): string {
  const attributes = namespace === undefined ? '' : ` xmlns="${escapeText(namespace)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attributes}>${content(children)}</${name}>`;
}

function element(name: string, value: XmlValue): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: XmlValue): string {
  return typeof value === 'object'
    ? value.map(([child, inner]) => element(child, inner)).join('')
    : escapeText(String(value));
}

function escapeText(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (found) => ESCAPES[found] ?? `&#${found.charCodeAt(0)};`);
}
