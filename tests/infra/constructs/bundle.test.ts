import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withBundles } from '../../../infra/constructs/bundle.ts';
import { projectFolder } from '../../support/cloud/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-bundle-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = join(folder, 'greet-people.ts');
writeFileSync(
  entry,
  `import { createHash } from 'node:crypto';
export class GreetingError extends Error { override name = 'GreetingError' as const; }
export const handler = async () => createHash('sha256').update('hello').digest('hex');`,
);
const bundles = { 'greet-people': { entry, beside: { data: ['esbuild/package.json'] } } };
const indexOf = (bundle: string) => readFileSync(join(bundle, 'index.js'), 'utf8');

describe('bundles', () => {
  it('are CommonJS with the name of errors kept', () => {
    const text = withBundles(bundles, (bundleOf) => indexOf(bundleOf('greet-people')));

    expect(text).toContain('require("node:crypto")');
    expect(text).toContain('"GreetingError"');
  });

  it('take credentials from the environment, and hold no other way to find some', () => {
    const client = join(folder, 'list-tables.ts');
    const from = join(projectFolder, 'node_modules/@aws-sdk/client-dynamodb');
    writeFileSync(client, `export { DynamoDBClient } from ${JSON.stringify(from)};`);

    const text = withBundles({ 'list-tables': { entry: client } }, (bundleOf) =>
      indexOf(bundleOf('list-tables')),
    );

    const ways = ['AWS_SECRET_ACCESS_KEY', 'sso_start_url', 'credential_process'];
    expect(ways.filter((way) => text.includes(way))).toEqual(['AWS_SECRET_ACCESS_KEY']);
  });

  it('are equal for equal sources', () => {
    const bundle = () => withBundles(bundles, (bundleOf) => indexOf(bundleOf('greet-people')));

    expect(bundle()).toBe(bundle());
  });

  it('have the files of packages beside them', () => {
    const beside = withBundles(bundles, (bundleOf) =>
      readFileSync(join(bundleOf('greet-people'), 'data/package.json'), 'utf8'),
    );

    expect(JSON.parse(beside).name).toBe('esbuild');
  });

  it('fail when a package no longer ships such a file', () => {
    const beside = { data: ['esbuild/nothing-*.js'] };

    expect(() => withBundles({ 'greet-people': { entry, beside } }, () => undefined)).toThrow(
      'no file in node_modules is called esbuild/nothing-*.js',
    );
  });

  it('are gone after their use', () => {
    const left = withBundles(bundles, (bundleOf) => bundleOf('greet-people'));

    expect(existsSync(left)).toBe(false);
  });

  it('fail with the place of the error when an entry cannot be built', () => {
    writeFileSync(join(folder, 'broken.ts'), "import { nothing } from './nowhere.ts';\nnothing();");

    expect(() => withBundles({ broken: { entry: join(folder, 'broken.ts') } }, () => undefined)).toThrow(
      './nowhere.ts',
    );
  });
});
