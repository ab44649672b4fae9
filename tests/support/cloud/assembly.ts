import { synthesize } from '../../../infra/local/demo/synthesize.ts';

export const projectFolder = new URL('../../..', import.meta.url).pathname;
export const assemblyFolder = `${projectFolder}cdk.out`;

/** Runs once before all tests: what they deploy locally is what would deploy now. */
export async function setup(): Promise<void> {
  await synthesize(projectFolder, (text) => console.log(text));
}
