import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Cloud, startCloud } from '../../../infra/local/cloud.ts';
import { synthesisContext } from '../../../infra/stack.ts';

export const seconds = Duration.seconds;

/** The folder of a function that tests run as it is. */
export function functionFolder(name: string): string {
  return new URL(`../../fixtures/lambda/${name}`, import.meta.url).pathname;
}

/** Runs what CDK makes of a small stack, its clock standing still. */
export async function startShop(build: (scope: Construct) => void, dataDir?: string): Promise<Cloud> {
  const assembly = mkdtempSync(join(tmpdir(), 'tributary-shop-'));
  const remove = (): void => rmSync(assembly, { recursive: true, force: true });
  try {
    const app = new App({ outdir: assembly, analyticsReporting: false, context: synthesisContext });
    const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
    build(new Stack(app, 'Shop', { synthesizer }));
    app.synth();
    const cloud = await startCloud({ assembly, port: 0, awsPort: 0, dataDir });
    cloud.clock.freeze();
    // functions load from the assembly whenever they are called
    return { ...cloud, stop: () => cloud.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
