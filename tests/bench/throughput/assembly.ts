import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = new URL('../../../', import.meta.url).pathname;

/** Synthesizes the deployed stack with settings of its own, into a folder that is gone after its use. */
export async function withAssembly<Result>(
  settings: Readonly<Record<string, string>>,
  use: (assembly: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  try {
    const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(settings) };
    await promisify(execFile)(process.execPath, ['infra/app.ts'], { cwd: root, env });
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
