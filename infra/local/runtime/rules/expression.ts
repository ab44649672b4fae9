import { UnsupportedError } from '../template/unsupported.ts';

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = {
  minute: minuteMs,
  hour: 60 * minuteMs,
  day: 1440 * minuteMs,
};
const everyMinute = ['cron(* * * * ? *)', 'cron(0/1 * * * ? *)', 'cron(*/1 * * * ? *)'];

/** The period of a schedule expression in milliseconds. */
export function parseSchedule(expression: string, path: string): number {
  if (everyMinute.includes(expression)) return minuteMs;
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const periodMs = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN);
  if (periodMs > 0) return periodMs;
  const allowed = 'rate(n minutes | hours | days), cron of every minute';
  throw new UnsupportedError(`schedule "${expression}" (supported: ${allowed})`, path);
}

/** The first instant after `now` at which a schedule of this period runs: whole periods since 1970, so whole minutes. */
export function nextRun(now: number, periodMs: number): number {
  return (Math.floor(now / periodMs) + 1) * periodMs;
}
