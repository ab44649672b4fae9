import { parseAst } from 'vitest/node';

export type SourceFile = { readonly path: string; readonly text: string };

export type SyntaxNode = { readonly type: string; readonly start: number; readonly end: number } & {
  readonly [field: string]: unknown;
};

const parsed = new WeakMap<SourceFile, readonly SyntaxNode[]>();

export const isTypeScript = (file: SourceFile): boolean => file.path.endsWith('.ts');

/** Every node of the file's syntax tree, parents before children. */
export function nodesOf(file: SourceFile): readonly SyntaxNode[] {
  const known = parsed.get(file);
  if (known) return known;
  const nodes = [...descendants(parseAst(file.text, { lang: 'ts' }))];
  parsed.set(file, nodes);
  return nodes;
}

/** Where a node stands, as an editor writes it. */
export function placeOf(file: SourceFile, node: SyntaxNode): string {
  return `${file.path}:${file.text.slice(0, node.start).split('\n').length}`;
}

/** What the file imports or re-exports, type imports included. */
export function importsOf(file: SourceFile): readonly string[] {
  return nodesOf(file)
    .filter((node) => importing.has(node.type))
    .map((node) => node.source)
    .filter(isNode)
    .map((source) => source.value)
    .filter((value) => typeof value === 'string');
}

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
]);

/** The dotted name an expression spells, such as `process.env`; undefined when it is none. */
export function dottedName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return String(value.name);
  if (value.type !== 'MemberExpression' || value.computed === true) return undefined;
  const object = dottedName(value.object);
  const property = dottedName(value.property);
  return object && property ? `${object}.${property}` : undefined;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function* descendants(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const item of value) yield* descendants(item);
  if (!isNode(value)) return;
  yield value;
  for (const field of Object.values(value)) yield* descendants(field);
}
