import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IamReport } from './report.ts';

/** Leaves what was used and denied in the folder that TRIBUTARY_IAM_USAGE names, a file for each cloud that stopped. */
export function keepUsage(report: IamReport): void {
  const folder = process.env.TRIBUTARY_IAM_USAGE;
  if (folder !== undefined) writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(report));
}
