import * as z from 'zod';
import { indent, textTable } from '../../terminal/text-table.ts';
import { eventCells, eventColumns, explainedEventSchema, shortfall } from './explained-event.ts';

const settingSchema = z.object({
  pointer: z.string(),
  value: z.unknown().optional(),
  at: z.string(),
  event: explainedEventSchema.optional(),
});

export const explainedTraitSchema = z.object({
  trait: z.string(),
  value: z.unknown().optional(),
  winning: z.array(settingSchema),
  beaten: z.object({ total: z.number(), items: z.array(settingSchema) }),
  readBackTo: z.string().optional(),
});

type Setting = z.infer<typeof settingSchema>;

export function traitText(explained: z.infer<typeof explainedTraitSchema>): string {
  const { trait, value, winning, beaten, readBackTo } = explained;
  const name = trait.slice(1);
  if (winning.length === 0) return `Nothing has set ${name}.${hintFor(name)}`;
  return [
    value === undefined ? `${name} is not there` : `${name} is ${JSON.stringify(value)}`,
    '',
    'Made so by',
    indent(tableOf(winning)),
    ...(beaten.total > 0 ? ['', 'Older, and so without effect', indent(tableOf(beaten.items))] : []),
    ...shortfall(beaten.items.length, beaten.total, readBackTo),
  ].join('\n');
}

// segments write a dot there; here it may belong to the name
const hintFor = (name: string): string =>
  name.includes('.') ? ` A part of a trait is written with a slash: ${name.replaceAll('.', '/')}` : '';

const tableOf = (settings: readonly Setting[]): string =>
  textTable(
    [{ title: 'happened' }, { title: 'sets' }, ...eventColumns],
    settings.map(({ at, pointer, value, event }) => [at, saidOf(pointer, value), ...eventCells(event)]),
  );

const saidOf = (pointer: string, value: unknown): string =>
  value === null ? `${pointer.slice(1)} removed` : `${pointer.slice(1)}: ${JSON.stringify(value)}`;
