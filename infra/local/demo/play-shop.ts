import { spawn } from 'node:child_process';
import * as z from 'zod';

export const playedSchema = z.object({ sent: z.number(), accepted: z.number(), rejected: z.number() });
export type Played = z.infer<typeof playedSchema>;

export type Play = {
  readonly root: string;
  readonly awsUrl: string;
  readonly shoppers: number;
  readonly days: number;
  readonly seed: number;
  /** ends the traffic early */
  readonly signal: AbortSignal;
  /** where the traffic tells how far it is. @default - stdout */
  readonly progress?: 'stdout' | 'stderr';
};

/** Runs the shop's traffic as a process of its own, as a site would be, on the virtual clock. */
export async function playShop({
  root,
  awsUrl,
  shoppers,
  days,
  seed,
  signal,
  progress = 'stdout',
}: Play): Promise<Played> {
  const preload = new URL('./clock-preload.ts', import.meta.url).href;
  const words = ['--local', awsUrl, '--shoppers', shoppers, '--days', days, '--seed', seed].map(String);
  const child = spawn(process.execPath, ['--import', preload, 'examples/shop/traffic/play.ts', ...words], {
    cwd: root,
    signal,
    env: { ...process.env, TRIBUTARY_CLOCK_URL: awsUrl },
    stdio: ['ignore', process[progress].fd, 'inherit', 'ipc'],
  });
  let told: unknown;
  child.on('message', (message) => {
    told = message;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the traffic ended with ${code}`);
  return playedSchema.parse(told);
}
