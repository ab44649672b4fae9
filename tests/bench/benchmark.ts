/** How large a benchmark is: what it takes by default, and the least that still runs all of it. */
export type Size = { readonly about: string; readonly usual: number; readonly smallest: number };
export type Print = (text: string) => void;

/** One benchmark of `npm run bench`. What it answers is printed as JSON. */
export type Benchmark<Name extends string = string> = {
  readonly about: string;
  readonly sizes: Readonly<Record<Name, Size>>;
  run(sizes: Readonly<Record<Name, number>>, print: Print): Promise<object>;
};

/** Lets `run` know the names of the sizes. */
export function benchmark<Name extends string>(definition: Benchmark<Name>): Benchmark {
  return definition;
}
