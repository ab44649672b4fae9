import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RuleName, rules } from './support/architecture/architecture-rules.ts';
import type { SourceFile } from './support/architecture/syntax.ts';

const root = new URL('..', import.meta.url).pathname;
const topFolders = ['events', 'shared', 'functions', 'infra', 'tests', 'examples'];
const names = Object.keys(rules) as RuleName[]; // Object.keys forgets the key type

function readTree(): SourceFile[] {
  return topFolders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|cjs|mjs|js|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }));
}

const file = (path: string, text = ''): SourceFile => ({ path, text });
const readme = (lines: number) =>
  topFolders.map((folder) => file(`${folder}/README.md`, 'a line\n'.repeat(lines)));
const manyFiles = (count: number) =>
  Array.from({ length: count }, (_, index) => file(`shared/segments/idea-${index}.ts`));

// built from pieces, so that this file keeps the laws it plants violations of
const dotted = (...names: string[]) => names.join('.');

const planted: Record<RuleName, readonly (readonly SourceFile[])[]> = {
  'imports only what its folder may': [
    [file('events/track.ts', "import { z } from 'lodash';")],
    [file('events/track.ts', "import { nodeKey } from '../shared/identity/node-key.ts';")],
    [file('shared/a.ts', "import { S3Client } from '@aws-sdk/client-s3';")],
    [file('shared/a.ts', "import type { Logger } from '@aws-lambda-powertools/logger';")],
    [file('shared/a.ts', "import { readFileSync } from 'node:fs';")],
    [file('shared/a.ts', "export { thing } from '../functions/lib/env.ts';")],
    [file('shared/a.ts', "const late = await import('../infra/stack.ts');")],
    [file('functions/a.ts', "import { S3Client } from '@aws-sdk/client-s3';")],
    [file('functions/a.ts', "import { handler } from './b.ts';")],
    [file('functions/lib/a.ts', "import { handler } from '../b.ts';")],
    [file('functions/a.ts', "import { App } from '../infra/app.ts';")],
    [file('infra/stack.ts', "import { handler } from '../functions/a.ts';")],
    [file('infra/stack.ts', "import { readEnv } from '../functions/lib/env.ts';")],
    [file('infra/local/a.ts', "import { Stack } from 'aws-cdk-lib';")],
    [file('infra/local/a.ts', "import { TributaryStack } from '../stack.ts';")],
    [file('infra/a.ts', "import { rules } from '../tests/support/architecture/architecture-rules.ts';")],
  ],
  'climbs at most two folders to import': [
    [file('shared/a/b/c/d.ts', "import { x } from '../../../events/event.ts';")],
  ],
  'keeps files within 300 lines': [[file('shared/a.ts', '// a line\n'.repeat(301))]],
  'keeps functions within 60 lines and 3 parameters': [
    [file('shared/a.ts', `export function a() {\n${'  a();\n'.repeat(60)}}`)],
    [file('shared/a.ts', 'export const a = (b: 1, c: 2, d: 3, e: 4) => b;')],
  ],
  'never switches the compiler off': [
    [file('shared/a.ts', 'export const a: any = 1;')],
    [file('tests/a.ts', 'export const a = b!.c;')],
    [file('shared/a.ts', 'let a!: string;')],
  ],
  'uses no enum, namespace or default export': [
    [file('shared/a.ts', 'export enum A { B }')],
    [file('shared/a.ts', 'namespace A { const b = 1; }')],
    [file('shared/a.ts', 'export default 1;')],
  ],
  'mocks no module and runs every test': [
    [file('tests/a.test.ts', `${dotted('vi', 'mock')}('./a.ts');`)],
    [file('tests/a.test.ts', `${dotted('it', 'skip')}('does', () => {});`)],
    [file('tests/a.test.ts', `${dotted('describe', 'each', 'only')}([1])('does', () => {});`)],
  ],
  'keeps clocks, chance and environment out of the core': [
    [file('shared/a.ts', 'const now = Date.now();')],
    [file('shared/a.ts', 'const now = new Date();')],
    [file('shared/a.ts', 'const chance = Math.random();')],
    [file('shared/a.ts', 'const stage = process.env.STAGE;')],
    [file('shared/a.ts', "import { randomUUID } from 'node:crypto';")],
  ],
  'reads the environment in one place': [
    [file('functions/a.ts', "const stage = process.env['STAGE'];")],
    [file('functions/aws/a.ts', 'const { STAGE } = process.env;')],
  ],
  'has no file that only re-exports': [
    [file('shared/segments/index.ts', "export * from './a.ts';\nexport { b } from './b.ts';")],
  ],
  'names files after ideas': [[file('shared/utils.ts')], [file('shared/helpers/a.ts')]],
  'nests folders at most four deep': [
    [file('shared/a/b/c/d/e.ts')],
    [file('tests/shared/a/b/c/d/e.test.ts')],
  ],
  'holds at most 12 entries in a folder': [manyFiles(13)],
  'explains every top folder in 40 lines': [[], readme(41)],
};

const lawful: readonly SourceFile[] = [
  ...readme(40),
  ...manyFiles(12),
  file('events/track.ts', "import * as z from 'zod';\nimport { common } from './common.ts';"),
  file('shared/a/b/c.ts', "import { createHmac } from 'node:crypto';\nexport const at = new Date(0);"),
  file(
    'functions/a.ts',
    "import { readEnv } from './lib/env.ts';\nimport type { Context } from 'aws-lambda';",
  ),
  file('functions/aws/a.ts', "import { S3Client } from '@aws-sdk/client-s3';"),
  file('functions/lib/env.ts', 'export const a = process.env;'),
  file('infra/stack.ts', "import { Stack } from 'aws-cdk-lib';"),
  file('infra/local/a.ts', "import dynalite from 'dynalite';"),
  file('tests/shared/a/b/c.test.ts', "import { at } from '../../../shared/a/b/c.ts';"),
  file('tests/vitest.config.ts', 'export default {};'),
  // in comments and strings everything may be said
  file('shared/d.ts', "// any, Date.now(), it.only\nexport const text = 'process.env and Math.random()';"),
  file('shared/e.ts', "import { text } from './d.ts';\nexport { text };\nexport * from './d.ts';"),
];

describe('the tree', () => {
  const tree = readTree();

  it.each(names)('%s', (name) => {
    expect(rules[name](tree)).toEqual([]);
  });
});

describe('the laws', () => {
  it.each(names.flatMap((name) => planted[name].map((files, index) => ({ name, index, files }))))(
    'see a planted violation: $name, case $index',
    ({ name, files }) => {
      expect(rules[name](files)).not.toEqual([]);
    },
  );

  it.each(names)('have nothing against a lawful tree: %s', (name) => {
    expect(rules[name](lawful)).toEqual([]);
  });
});
