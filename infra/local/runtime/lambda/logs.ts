import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { FunctionMeter } from '../../billing/metering.ts';

export type LogLine = { readonly at: string; readonly function: string; readonly text: string };

export type Logs = {
  /** Keeps every line a function writes. */
  capture(functionName: string, stream: Readable): void;
  /** The lines of one function by its name or the name's last part, or of all. */
  lines(functionName: string | undefined): readonly LogLine[];
};

// older lines are forgotten, a laptop's memory is finite
const keptLines = 20_000;

export function createLogs(now: () => number, meter?: Pick<FunctionMeter, 'logged'>): Logs {
  const lines: LogLine[] = [];
  const append = (functionName: string, text: string): void => {
    meter?.logged(functionName, text);
    lines.push({ at: new Date(now()).toISOString(), function: functionName, text });
    if (lines.length > keptLines) lines.splice(0, keptLines / 10);
  };
  return {
    capture(functionName, stream) {
      createInterface({ input: stream }).on('line', (text) => append(functionName, text));
    },
    lines: (name) => lines.filter((line) => name === undefined || isNamed(line.function, name)),
  };
}

function isNamed(functionName: string, name: string): boolean {
  return functionName === name || functionName.endsWith(`-${name}`);
}
