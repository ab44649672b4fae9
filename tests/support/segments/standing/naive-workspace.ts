import type { NaiveList } from './naive-standing.ts';
import type { NaiveComputedTrait, NaiveRfm } from './naive-worked-out.ts';

/** What is defined beside the segment in question. */
export type NaiveWorkspace = {
  segments?: readonly { id: string; parameters?: readonly string[]; where: unknown }[];
  lists?: readonly NaiveList[];
  computed?: readonly NaiveComputedTrait[];
  rfm?: NaiveRfm | undefined;
};

/** The condition of another segment, its parameters written out; undefined: there is no such segment. */
export function naiveWrittenOut(
  { segment, with: values = {} }: { segment?: string; with?: Readonly<Record<string, unknown>> },
  { segments = [] }: NaiveWorkspace,
): unknown {
  const text = JSON.stringify(segments.find(({ id }) => id === segment)?.where);
  if (text === undefined) return undefined;
  return JSON.parse(text, (_, part) => {
    const name = Object(part).parameter;
    return typeof name === 'string' ? values[name] : part;
  });
}
