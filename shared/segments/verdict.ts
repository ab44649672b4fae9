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

/** From the first instant until the last, exclusive. */
export type Stretch = { readonly from: number; readonly until: number };

/** True in any of the stretches. */
export function duringAny(stretches: readonly Stretch[], now: number): Verdict {
  let reach = now;
  for (const { from, until } of stretches.toSorted((a, b) => a.from - b.from))
    if (from <= reach && until > reach) reach = until;
  if (reach > now) return { holds: true, flipsAt: reach === Infinity ? undefined : reach };
  const starts = stretches.filter(({ from, until }) => from > now && from < until).map(({ from }) => from);
  return starts.length === 0 ? NEVER : { holds: false, flipsAt: Math.min(...starts) };
}

/** True from `start` until `end`, exclusive. */
export function during(start: number, end: number, now: number): Verdict {
  if (now < start) return start < end ? { holds: false, flipsAt: start } : NEVER;
  return now < end ? { holds: true, flipsAt: end } : NEVER;
}
