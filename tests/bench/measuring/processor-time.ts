import { readdirSync, readFileSync } from 'node:fs';

// Linux tells times in ticks of this length
const TICK_MS = 10;

/** Processor time of this process and of all it started, in milliseconds; undefined where there is no /proc. */
export function processorTimeMs(): number | undefined {
  const own = readTimes('self');
  if (own === undefined) return undefined;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readTimes)
    .filter((times) => times?.parent === process.pid);
  // those that ended are in our own times already
  return children.reduce((sum, times) => sum + (times?.ms ?? 0), own.ms + own.endedMs);
}

type Times = { readonly parent: number; readonly ms: number; readonly endedMs: number };

function readTimes(process: string): Times | undefined {
  const text = readStat(process);
  if (text === undefined) return undefined;
  // the name before the parenthesis may hold spaces; after it come state, parent, ...
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number) => Number(fields[index]) * TICK_MS;
  return { parent: Number(fields[1]), ms: ticks(11) + ticks(12), endedMs: ticks(13) + ticks(14) };
}

function readStat(process: string): string | undefined {
  try {
    return readFileSync(`/proc/${process}/stat`, 'utf8');
  } catch {
    return undefined; // it ended meanwhile, or this is no Linux
  }
}
