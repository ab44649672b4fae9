import * as z from 'zod';
import { indent, textTable } from '../../terminal/text-table.ts';
import { eventCells, eventColumns, explainedEventSchema } from './explained-event.ts';

const recordSchema = z.object({
  at: z.string(),
  rule: z.string(),
  what: z.array(z.string()),
  by: z.array(z.string()).optional(),
  event: explainedEventSchema.optional(),
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
});
type Explained = z.infer<typeof recordSchema>;

export const explainedMergeSchema = z.object({ items: z.array(recordSchema) });

type Sentence = (what: string, by: string) => string;

const sentences: Readonly<Record<string, Sentence>> = {
  merged: (what, by) => `${what} became part of this person, joined by ${by}`,
  demoted: (what, by) => `${what} was kept out: there would be more than the limit of ${by}`,
  capped: (what, by) => `${what} was kept out: the person has reached ${by}`,
};

export const mergeText = ({ items }: z.infer<typeof explainedMergeSchema>): string =>
  items.map(textOf).join('\n\n');

function textOf({ at, rule, what, by = [], event, identifiers }: Explained): string {
  const sentence = sentences[rule] ?? ((whats: string, bys: string) => `${rule} ${whats} ${bys}`);
  const said = identifiers.map(({ type, value }) => `${type} ${value}`);
  return [
    sentence(what.join(', '), by.join(', ') || 'unknown'),
    indent(textTable([{ title: 'happened' }, ...eventColumns], [[at, ...eventCells(event)]])),
    ...(said.length > 0 ? [`The event said: ${said.join(', ')}`] : []),
  ].join('\n');
}
