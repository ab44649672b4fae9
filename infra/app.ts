import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { withBundles } from './constructs/bundle.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functions } from './functions.ts';
import { readSettings } from './settings.ts';
import { synthesisContext, TributaryStack } from './stack.ts';

const app = new App({ analyticsReporting: false, context: synthesisContext });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const settings = readSettings((name) => app.node.tryGetContext(name));
const sources = new URL('../functions/', import.meta.url).pathname;
const bundles = Object.fromEntries(
  Object.entries<FunctionDefinition>(functions).map(([name, { beside }]) => [
    name,
    { entry: join(sources, `${name}.ts`), beside },
  ]),
);

withBundles(bundles, (bundleOf) => new TributaryStack(app, 'Tributary', { settings, bundleOf }));

const assembly = app.synth();
// the bundles are CommonJS, but lie below a package.json that says ESM
writeFileSync(join(assembly.directory, 'package.json'), '{"type":"commonjs"}\n');
