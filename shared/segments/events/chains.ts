/** When a sequence began, and when it was first complete. */
export type Chain = { readonly first: number; readonly last: number };

/** The instants of one step, and until when after an instant of the step before it may come, exclusive. */
export type Link = { readonly instants: readonly number[]; limitOf(before: number): number };

/** For each instant of the first step the earliest end of a sequence that begins there; each step strictly after the one before. */
export function chainsOf(links: readonly Link[]): readonly Chain[] {
  const [last, ...others] = links.toReversed();
  if (last === undefined) return [];
  const ends = last.instants.map((at) => ({ first: at, last: at }));
  return others.reduce<Following>(linkTo, { chains: ends, limitOf: last.limitOf }).chains;
}

/** Sequences from some step on, and how soon after the step before they must begin. */
type Following = { readonly chains: readonly Chain[]; limitOf(before: number): number };

function linkTo({ chains, limitOf }: Following, step: Link): Following {
  const longer = step.instants.flatMap((at) => {
    const limit = limitOf(at);
    const ends = chains.filter(({ first }) => first > at && first < limit).map((chain) => chain.last);
    return ends.length === 0 ? [] : [{ first: at, last: Math.min(...ends) }];
  });
  return { chains: longer, limitOf: step.limitOf };
}
