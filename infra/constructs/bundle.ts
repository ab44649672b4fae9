import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

export type Bundle = {
  readonly entry: string;
  /** Folders beside the code, of files that packages ship: patterns in node_modules. */
  readonly beside?: Readonly<Record<string, readonly string[]>> | undefined;
};

const modules = new URL('../../node_modules/', import.meta.url).pathname;
const credentials = new URL('../../functions/aws/clients/environment-credentials.ts', import.meta.url)
  .pathname;

/** Builds one folder with an index.js per entry file; equal sources give equal bytes. */
function bundleEntries(bundles: Readonly<Record<string, Bundle>>, folder: string): void {
  buildSync({
    entryPoints: Object.entries(bundles).map(([name, { entry }]) => ({ in: entry, out: `${name}/index` })),
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // CommonJS starts 20 ms and more before ESM on Lambda
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': credentials },
    minify: true,
    legalComments: 'none',
    // the error that is thrown says it all
    logLevel: 'silent',
  });
}

function copyBeside({ beside = {} }: Bundle, folder: string): void {
  for (const [name, patterns] of Object.entries(beside))
    for (const pattern of patterns)
      for (const file of filesOf(pattern)) cpSync(join(modules, file), join(folder, name, basename(file)));
}

function filesOf(pattern: string): readonly string[] {
  const files = globSync(pattern, { cwd: modules });
  if (files.length === 0) throw new Error(`no file in node_modules is called ${pattern}`);
  return files;
}

/** Bundles into a folder that is gone when the use of it ends. */
export function withBundles<Result>(
  bundles: Readonly<Record<string, Bundle>>,
  use: (bundleOf: (name: string) => string) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bundles-'));
  try {
    bundleEntries(bundles, folder);
    for (const [name, bundle] of Object.entries(bundles)) copyBeside(bundle, join(folder, name));
    return use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
