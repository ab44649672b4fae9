import type { LoggingConfig } from '../../runtime/lambda/function-config.ts';

export type Outcome = 'success' | 'error';
type PlatformEvent = { readonly line: string; readonly levels: Readonly<Record<Outcome, string>> };

const id = '00000000-0000-0000-0000-000000000000';

const textLines = [
  `START RequestId: ${id} Version: $LATEST\n`,
  `END RequestId: ${id}\n`,
  `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 128 MB\t\n`,
];

// each with the level that Lambda gives it
const events: readonly PlatformEvent[] = [
  {
    line: eventLine('start', { version: '$LATEST' }),
    levels: { success: 'INFO', error: 'INFO' },
  },
  {
    line: eventLine('runtimeDone', { status: 'success', metrics: { durationMs: 12.34, producedBytes: 123 } }),
    levels: { success: 'DEBUG', error: 'WARN' },
  },
  {
    line: eventLine('report', {
      status: 'success',
      metrics: { durationMs: 12.34, billedDurationMs: 13, memorySizeMB: 512, maxMemoryUsedMB: 128 },
    }),
    levels: { success: 'INFO', error: 'WARN' },
  },
];

const levels = ['DEBUG', 'INFO', 'WARN'];

/** What Lambda itself writes about one invocation; names and figures are as long as they usually are. */
export function platformLines(
  { format, systemLevel }: Pick<LoggingConfig, 'format' | 'systemLevel'>,
  outcome: Outcome,
): readonly string[] {
  if (format === 'Text') return textLines;
  const least = levels.indexOf(systemLevel);
  return events.filter((event) => levels.indexOf(event.levels[outcome]) >= least).map(({ line }) => line);
}

function eventLine(type: string, record: object): string {
  const time = new Date(0).toISOString();
  return JSON.stringify({ time, type: `platform.${type}`, record: { requestId: id, ...record } });
}
