import { segments } from '../processor/segments.ts';

/** A rule as every engine can be told it: groups of single comparisons. */
export type Tree =
  | { readonly all: readonly Tree[] }
  | { readonly any: readonly Tree[] }
  | { readonly not: Tree }
  | Test;
export type Test = {
  readonly of: { readonly trait: string } | Counting;
  readonly is: 'equal' | 'atLeast' | 'atMost' | 'below' | 'oneOf' | 'containing' | 'known';
  readonly to: unknown;
};
/** How often something happened in the last so many days (0: ever), or for how much together. */
export type Counting = { readonly event: string; readonly days: number; readonly measure: 'count' | 'sum' };

type Where = Readonly<Record<string, unknown>>;

/** The fifty rules that evaluation is measured with. */
export const ruleTrees: readonly Tree[] = segments.map(({ where }) => treeOf(where));

function treeOf(where: Where): Tree {
  if (where.all) return { all: (where.all as Where[]).map(treeOf) }; // the rules are ours
  if (where.any) return { any: (where.any as Where[]).map(treeOf) }; // as above
  if (where.not) return { not: treeOf(where.not as Where) }; // as above
  return where.event === undefined ? traitTree(where) : eventTree(where);
}

function traitTree({ trait, ...operator }: Where): Tree {
  const [name = '', to] = Object.entries(operator)[0] ?? [];
  const of = { trait: String(trait) };
  if (name === 'hasAny') return oneOrAny([to].flat().map((one) => ({ of, is: 'containing', to: one })));
  const names = {
    equals: 'equal',
    in: 'oneOf',
    atLeast: 'atLeast',
    lessThan: 'below',
    exists: 'known',
  } as const;
  return { of, is: names[name as keyof typeof names], to }; // the rules are ours
}

function oneOrAny(tests: readonly Test[]): Tree {
  const [first] = tests;
  return first && tests.length === 1 ? first : { any: tests };
}

function eventTree({ event, within = '0d', count, sum, never }: Where): Tree {
  const of = {
    event: String(event),
    days: Number.parseInt(String(within), 10),
    measure: sum ? ('sum' as const) : ('count' as const),
  };
  const bounds = (never ? { exactly: 0 } : (sum ?? count)) as Readonly<Record<string, unknown>>; // the rules are ours
  const [low, high] = [bounds.between].flat();
  if (high !== undefined)
    return {
      all: [
        { of, is: 'atLeast', to: low },
        { of, is: 'atMost', to: high },
      ],
    };
  const { of: _, ...bound } = bounds;
  const [name = '', to] = Object.entries(bound)[0] ?? [];
  return { of, is: name === 'exactly' ? 'equal' : name === 'atMost' ? 'atMost' : 'atLeast', to };
}

export function leavesOf(tree: Tree): readonly Test[] {
  if ('all' in tree) return tree.all.flatMap(leavesOf);
  if ('any' in tree) return tree.any.flatMap(leavesOf);
  return 'not' in tree ? leavesOf(tree.not) : [tree];
}
