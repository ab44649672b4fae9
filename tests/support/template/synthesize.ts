import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { readSettings } from '../../../infra/settings.ts';
import { synthesisContext, TributaryStack } from '../../../infra/stack.ts';

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});

export type Resource = z.infer<typeof templateSchema>['Resources'][string] & { readonly id: string };

export type Synthesized = {
  readonly text: string;
  readonly assets: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly string[];
  ofType(type: string): readonly Resource[];
};

export type Synthesis = {
  /** Settings as they stand on the command line, `-c name=value`. */
  readonly context?: Readonly<Record<string, string>>;
  /** Adds to the stack before it is synthesized. */
  readonly extend?: (stack: TributaryStack) => void;
};

/** Synthesizes the stack as the app does, checks included, over bundles that do nothing. */
export function synthesize({ context = {}, extend }: Synthesis = {}): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-synthesis-'));
  try {
    const outdir = join(folder, 'cdk.out');
    const app = new App({ outdir, analyticsReporting: false, context: { ...synthesisContext, ...context } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const settings = readSettings((name) => app.node.tryGetContext(name));
    const bundleOf = (name: string) => emptyBundle(join(folder, name));
    const stack = new TributaryStack(app, 'Tributary', { settings, bundleOf });
    extend?.(stack);
    app.synth();
    return readAssembly(outdir);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function emptyBundle(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.js'), `exports.handler = async () => '${folder.split('/').at(-1)}';\n`);
  return folder;
}

function readAssembly(outdir: string): Synthesized {
  const text = readFileSync(join(outdir, 'Tributary.template.json'), 'utf8');
  const template = templateSchema.parse(JSON.parse(text));
  const resources = Object.entries(template.Resources).map(([id, resource]) => ({ id, ...resource }));
  return {
    text,
    assets: readFileSync(join(outdir, 'Tributary.assets.json'), 'utf8'),
    resources,
    outputs: Object.keys(template.Outputs),
    ofType: (type) => resources.filter((resource) => resource.Type === type),
  };
}
