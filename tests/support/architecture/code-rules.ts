import {
  dottedName,
  isNode,
  isTypeScript,
  nodesOf,
  placeOf,
  type SourceFile,
  type SyntaxNode,
} from './syntax.ts';

type Complaint = (node: SyntaxNode, file: SourceFile) => string | undefined;

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** `any` and `!`, which switch the compiler off. */
export const unsafeTypes = rule(everywhere, (node) => {
  if (node.type === 'TSAnyKeyword') return 'uses any';
  if (node.type === 'TSNonNullExpression' || node.definite === true) return 'uses a non-null !';
  return undefined;
});

/** Syntax that type stripping cannot remove, and exports without a name of their own. */
export const unwantedSyntax = rule(everywhere, (node, file) => {
  if (node.type === 'TSEnumDeclaration') return 'declares an enum';
  if (node.type === 'TSModuleDeclaration') return 'declares a namespace';
  const isConfiguration = file.path.endsWith('.config.ts');
  if (node.type === 'ExportDefaultDeclaration' && !isConfiguration) return 'exports a default';
  return undefined;
});

/** Module mocks, and tests that are switched off or switch the others off. */
export const weakTests = rule(
  (path) => path.startsWith('tests/'),
  (node) => {
    const name = dottedName(node);
    if (name === 'vi.mock' || name === 'vi.doMock') return `uses ${name}`;
    return name && /^(it|test|describe|suite)\b.*\.(skip|only|todo)$/.test(name) ? `uses ${name}` : undefined;
  },
);

/** Clocks, chance and environment in the pure core. */
export const impureCore = rule(isCore, (node) => {
  const name = dottedName(node);
  if (name && impure.has(name)) return `uses ${name}`;
  const isClock =
    node.type === 'NewExpression' && dottedName(node.callee) === 'Date' && hasNone(node.arguments);
  return isClock ? 'uses new Date() without an argument' : undefined;
});

const impure = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.env',
  'randomUUID',
  'randomBytes',
  'randomInt',
]);

/** Environment variables are read in one place. */
export const scatteredEnv = rule(
  (path) => path.startsWith('functions/') && path !== 'functions/lib/env.ts',
  (node) => (dottedName(node) === 'process.env' ? 'uses process.env' : undefined),
);

/** Functions over 60 lines, or with more than 3 parameters; in tests a `describe` is one function. */
export const oversizedFunctions = rule(
  (path) => !path.startsWith('tests/'),
  (node, file) => {
    if (!functionTypes.has(node.type)) return undefined;
    const lines = file.text.slice(node.start, node.end).split('\n').length;
    if (lines > 60) return `has a function of ${lines} lines`;
    const parameters = Array.isArray(node.params) ? node.params.length : 0;
    return parameters > 3 ? `has a function of ${parameters} parameters` : undefined;
  },
);

/** Files that only pass on the exports of others. */
export function barrels(files: readonly SourceFile[]): string[] {
  return files
    .filter(isTypeScript)
    .filter((file) => {
      const statements = nodesOf(file)[0]?.body;
      if (!Array.isArray(statements) || statements.length === 0) return false;
      return statements.every((statement) => isNode(statement) && isReExport(statement));
    })
    .map((file) => `${file.path} only re-exports`);
}

function rule(applies: (path: string) => boolean, complain: Complaint) {
  return (files: readonly SourceFile[]): string[] =>
    files
      .filter((file) => isTypeScript(file) && applies(file.path))
      .flatMap((file) =>
        nodesOf(file).flatMap((node) => {
          const complaint = complain(node, file);
          return complaint ? [`${placeOf(file, node)} ${complaint}`] : [];
        }),
      );
}

function everywhere(): boolean {
  return true;
}

function isCore(path: string): boolean {
  return path.startsWith('shared/') || path.startsWith('events/');
}

function hasNone(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function isReExport(statement: SyntaxNode): boolean {
  return statement.type.startsWith('Export') && isNode(statement.source);
}
