import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

// everything a template and its bundles are made of
const inputs = ['functions', 'shared', 'events', 'infra', 'package-lock.json', 'cdk.json', 'tsconfig.json'];
// what runs beside the template and is not in it
const outside = ['infra/local', 'infra/cli'];
const fingerprintFile = 'inputs.sha256';
const maxAttempts = 60;
// CloudFormation cannot make a platform application; the local SNS knows this one
const context = ['-c', 'pushApplication=arn:aws:sns:us-east-1:000000000000:app/GCM/tributary'];

/** Makes the assembly in `cdk.out` unless it was made from exactly these files; answers its folder. */
export async function synthesize(root: string, print: (text: string) => void): Promise<string> {
  const folder = join(root, 'cdk.out');
  const fingerprint = await fingerprintOf(root);
  if (await isMadeFrom(folder, fingerprint)) {
    print('The template is up to date.');
    return folder;
  }
  print('Synthesizing the template and bundling the functions ...');
  const startedAt = performance.now();
  await runCdk(root);
  await writeFile(join(folder, fingerprintFile), `${fingerprint} ${await madeAt(folder)}`);
  print(`Synthesized in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
  return folder;
}

async function isMadeFrom(folder: string, fingerprint: string): Promise<boolean> {
  const noted = await readFile(join(folder, fingerprintFile), 'utf8').catch(() => undefined);
  return noted === `${fingerprint} ${await madeAt(folder)}`;
}

// a deployment writes to the same folder, with its own settings
async function madeAt(folder: string): Promise<number | undefined> {
  return (await stat(join(folder, 'manifest.json')).catch(() => undefined))?.mtimeMs;
}

export async function fingerprintOf(root: string): Promise<string> {
  const hash = createHash('sha256').update(context.join(' '));
  for (const input of inputs)
    for (const file of await filesBelow(root, input)) {
      hash.update(`${file}\0`);
      hash.update(await readFile(join(root, file)));
    }
  return hash.digest('hex');
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  if (outside.includes(path)) return [];
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path]; // a file: it cannot be listed
  const below = entries
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((entry) =>
      entry.isDirectory() ? filesBelow(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
    );
  return (await Promise.all(below)).flat();
}

async function runCdk(root: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { code, output } = await trySynth(root);
    if (code === 0) return;
    // a test run beside us may be at it
    const isBusy = output.includes('Another CLI');
    if (!isBusy || attempt === maxAttempts) throw new Error(`cdk synth failed with ${code}:\n${output}`);
    await pause(1_000);
  }
}

async function trySynth(root: string): Promise<{ code: unknown; output: string }> {
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  // the app's command is `node ...`: it must find the node that runs here
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const child = spawn(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', ...context], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}
