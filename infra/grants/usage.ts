import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const callSchema = z.object({ action: z.string(), resource: z.string(), count: z.number() });
const reportSchema = z.object({
  functions: z.array(z.object({ function: z.string(), calls: z.array(callSchema) })),
  roles: z.array(z.object({ role: z.string(), calls: z.array(callSchema) })),
  denials: z.array(z.object({ message: z.string() })),
});
type Report = z.infer<typeof reportSchema>;

export type GrantUse = z.infer<typeof callSchema> & {
  /** The function, or the role that is no function's. */
  readonly owner: string;
};

export type Usage = {
  readonly clouds: number;
  readonly grants: readonly GrantUse[];
  readonly denials: readonly string[];
};

/** Adds up what the local clouds left in the folder when they stopped. */
export function readUsage(folder: string): Usage {
  const reports = readdirSync(folder).map((file) =>
    reportSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  );
  const sums = new Map<string, GrantUse>();
  for (const use of reports.flatMap(usesOf)) {
    const key = [use.owner, use.action, use.resource].join('\n');
    sums.set(key, { ...use, count: use.count + (sums.get(key)?.count ?? 0) });
  }
  const denials = reports.flatMap((report) => report.denials.map(({ message }) => message));
  return { clouds: reports.length, grants: [...sums.values()], denials };
}

function usesOf({ functions, roles }: Report): GrantUse[] {
  const owned = [
    ...functions.map(({ function: owner, calls }) => ({ owner, calls })),
    ...roles.map(({ role: owner, calls }) => ({ owner, calls })),
  ];
  return owned.flatMap(({ owner, calls }) =>
    calls.map((call) => ({ ...call, owner, resource: withoutChance(call.resource) })),
  );
}

// in each cloud the ARN of a secret ends with other characters, that of a table's stream with another time
function withoutChance(resource: string): string {
  return resource
    .replace(/(:secret:.+)-\w{6}$/, '$1-??????')
    .replace(/\/stream\/\d{4}-[\d:.T-]+$/, '/stream/????-??-??T??:??:??.???');
}
