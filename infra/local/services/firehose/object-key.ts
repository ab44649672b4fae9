import { randomBytes, randomUUID } from 'node:crypto';
import { UnsupportedError } from '../../runtime/template/unsupported.ts';

export type WriteKey = (arrival: number) => string;

// as Java formats dates, in UTC
const dateParts: Readonly<Record<string, (iso: string) => string>> = {
  yyyy: (iso) => iso.slice(0, 4),
  MM: (iso) => iso.slice(5, 7),
  dd: (iso) => iso.slice(8, 10),
  HH: (iso) => iso.slice(11, 13),
  mm: (iso) => iso.slice(14, 16),
  ss: (iso) => iso.slice(17, 19),
};
const fileTime = 'yyyy-MM-dd-HH-mm-ss';
const expressions = /!\{([^}]*)\}/g;

/** How the objects of a delivery stream are named after the arrival of their oldest record. */
export function compileObjectKey(
  name: string,
  { prefix, extension, path }: { prefix: string; extension: string; path: string },
): WriteKey {
  // without an expression Firehose sorts by hour
  const pattern = prefix.includes('!{') ? prefix : `${prefix}!{timestamp:yyyy/MM/dd/HH}/`;
  for (const [, expression = ''] of pattern.matchAll(expressions)) checkExpression(expression, path);
  return (arrival) => {
    const iso = new Date(arrival).toISOString();
    const folder = pattern.replaceAll(expressions, (_, expression: string) => evaluate(expression, iso));
    return `${folder}${name}-1-${formatDate(fileTime, iso)}-${randomUUID()}${extension}`;
  };
}

function checkExpression(expression: string, path: string): void {
  const [, format] = /^timestamp:(.+)$/.exec(expression) ?? [];
  if (expression === 'firehose:random-string') return;
  if (format !== undefined && (format.match(/[A-Za-z]+/g) ?? []).every((part) => part in dateParts)) return;
  const allowed = `firehose:random-string, timestamp: with ${Object.keys(dateParts).join(', ')}`;
  throw new UnsupportedError(`expression "!{${expression}}" in Prefix (supported: ${allowed})`, path);
}

function evaluate(expression: string, iso: string): string {
  if (expression === 'firehose:random-string') return randomBytes(8).toString('base64url');
  return formatDate(expression.slice('timestamp:'.length), iso);
}

function formatDate(format: string, iso: string): string {
  return format.replaceAll(/[A-Za-z]+/g, (part) => dateParts[part]?.(iso) ?? part);
}
