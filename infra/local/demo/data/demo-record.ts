import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { OptionError, type StartOptions } from '../options.ts';
import { playedSchema } from '../play-shop.ts';

const recordSchema = z.object({
  seed: z.number(),
  shoppers: z.number(),
  days: z.number(),
  /** Absent when it did not come to its end. */
  played: playedSchema.optional(),
});
/** The demo that a data folder holds. */
export type DemoRecord = z.infer<typeof recordSchema>;

type Asked = Pick<StartOptions, 'data' | 'seed' | 'shoppers' | 'days'>;

/** The demo in the data folder, if any; refuses to mix another one into it. */
export function loadDemo({ data, ...asked }: Asked): DemoRecord | undefined {
  if (data === undefined || !existsSync(fileIn(data))) return undefined;
  const record = recordSchema.parse(JSON.parse(readFileSync(fileIn(data), 'utf8')));
  if (nameOf(record) === nameOf(asked)) return record;
  throw new OptionError(
    `${data} holds the demo of ${nameOf(record)}, not of ${nameOf(asked)}; begin anew with --fresh, or choose another folder with --data`,
  );
}

export function saveDemo({ data, seed, shoppers, days }: Asked, played?: DemoRecord['played']): void {
  if (data === undefined) return;
  const unfinished = `${fileIn(data)}.unfinished`;
  writeFileSync(unfinished, JSON.stringify({ seed, shoppers, days, played }));
  renameSync(unfinished, fileIn(data));
}

const fileIn = (folder: string): string => join(folder, 'demo.json');

const nameOf = ({ seed, shoppers, days }: Omit<Asked, 'data'>): string =>
  `${shoppers} visitors in ${days} days (seed ${seed})`;
