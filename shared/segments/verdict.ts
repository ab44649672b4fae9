/** An answer and the next instant (epoch ms) at which it changes with no new event; undefined: never. */
export type Verdict = { readonly holds: boolean; readonly flipsAt: number | undefined };

export const ALWAYS: Verdict = { holds: true, flipsAt: undefined };
export const NEVER: Verdict = { holds: false, flipsAt: undefined };

export function constantly(holds: boolean): Verdict {
  return holds ? ALWAYS : NEVER;
}

export function opposite({ holds, flipsAt }: Verdict): Verdict {
  return flipsAt === undefined ? constantly(!holds) : { holds: !holds, flipsAt };
}

/** True from `start` until `end`, exclusive. */
export function during(start: number, end: number, now: number): Verdict {
  if (now < start) return start < end ? { holds: false, flipsAt: start } : NEVER;
  return now < end ? { holds: true, flipsAt: end } : NEVER;
}
