import { createRequire } from 'node:module';
import type { VirtualTime } from '../runtime/lambda/virtual-time.ts';

// load it with `node --import`: the process then shares the virtual clock of the local cloud at TRIBUTARY_CLOCK_URL

// whoever moves the clock and then sends something waits this long
const followEveryMs = 25;

type VirtualDate = { installVirtualDate(): void; setVirtualTime(time: VirtualTime): void };
// plain JavaScript, as functions load it before anything else
const virtualDate = createRequire(import.meta.url)('../runtime/lambda/virtual-date.cjs') as VirtualDate;

const url = process.env.TRIBUTARY_CLOCK_URL;
if (url === undefined)
  throw new Error('TRIBUTARY_CLOCK_URL is not set, it is the AWS endpoint of the local cloud');

async function follow(): Promise<void> {
  const response = await fetch(`${url}/_local/clock`);
  // the local cloud writes it in front/control.ts
  const { now, offsetMs, frozen } = (await response.json()) as {
    now: string;
    offsetMs: number;
    frozen: boolean;
  };
  virtualDate.setVirtualTime({ offsetMs, standsAtMs: frozen ? Date.parse(now) : undefined });
}

await follow();
virtualDate.installVirtualDate();
// a cloud that is gone leaves the last offset standing
setInterval(() => follow().catch(() => undefined), followEveryMs).unref();
