import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listReasons } from './reasons.ts';
import { reportUsage } from './report.ts';
import { readUsage } from './usage.ts';

const help = `Which grants of the template are used: npm run iam

Runs the scenarios, but for those of failures, and the demo in local clouds that enforce the template's policies, which
takes one to three minutes, and prints for each role what it may do and how often it did. Exits with 1 when something was denied, or when nothing used a
grant and its function gives no reason under \`seldom\` in infra/functions.ts.

  --help   this`;

const root = new URL('../..', import.meta.url).pathname;
const runs = [
  {
    what: 'scenarios',
    words: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/vitest.config.ts',
      'tests/scenarios',
      // they repeat what the others do for many minutes, and fail themselves when anything is denied
      '--exclude',
      'tests/scenarios/failures/**',
      '--testTimeout',
      '600000',
    ],
  },
  {
    what: 'demo',
    words: ['infra/local/start.ts', '--once', '--ephemeral', '--port', '4610', '--aws-port', '4576'],
  },
];

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tributary-iam-'));
  try {
    for (const { what, words } of runs) await run(what, words, folder);
    const { text, faults } = reportUsage(readUsage(folder), listReasons());
    console.log(`\n${text}`);
    for (const fault of faults) console.log(`\nFAULT: ${fault}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs it to its end, its words on standard error; throws when it fails, as then the counts say little. */
async function run(what: string, words: readonly string[], folder: string): Promise<void> {
  console.error(`Running the ${what} ...`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, TRIBUTARY_IAM_USAGE: folder },
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the ${what} failed with ${String(code)}: node ${words.join(' ')}`);
  console.error(`The ${what} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s.`);
}

process.exitCode = await main();
