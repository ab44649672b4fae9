export type XmlChildren = readonly (readonly [name: string, value: XmlValue])[];
export type XmlValue = string | number | boolean | XmlChildren;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function xml(name: string, children: XmlChildren): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, children)}`;
}

function element(name: string, value: XmlValue): string {
  const content =
    typeof value === 'object'
      ? value.map(([child, inner]) => element(child, inner)).join('')
      : escapeText(String(value));
  return `<${name}>${content}</${name}>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (found) => ESCAPES[found] ?? `&#${found.charCodeAt(0)};`);
}
