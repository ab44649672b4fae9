import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { withBundles } from './constructs/bundle.ts';
import { functions } from './functions.ts';
import { readSettings } from './settings.ts';
import { synthesisContext, TributaryStack } from './stack.ts';

const app = new App({ analyticsReporting: false, context: synthesisContext });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const settings = readSettings((name) => app.node.tryGetContext(name));
const sources = new URL('../functions/', import.meta.url).pathname;
const entries = Object.fromEntries(Object.keys(functions).map((name) => [name, join(sources, `${name}.ts`)]));

withBundles(entries, (bundleOf) => new TributaryStack(app, 'Tributary', { settings, bundleOf }));

const assembly = app.synth();
// the bundles are CommonJS, but lie below a package.json that says ESM
writeFileSync(join(assembly.directory, 'package.json'), '{"type":"commonjs"}\n');
