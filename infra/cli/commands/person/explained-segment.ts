import * as z from 'zod';
import { indent, textTable } from '../../terminal/text-table.ts';
import { eventCells, eventColumns, explainedEventSchema, shortfall } from './explained-event.ts';

const evidenceSchema = explainedEventSchema.extend({ value: z.unknown().optional() });
const countedSchema = z.object({
  event: z.string(),
  count: z.number(),
  of: z.string().optional(),
  sum: z.number().optional(),
});

export const conditionSchema = z.object({
  pointer: z.string(),
  kind: z.string(),
  holds: z.boolean(),
  flipsAt: z.string().optional(),
  get parts() {
    return z.array(conditionSchema).optional();
  },
  condition: z.record(z.string(), z.unknown()).optional(),
  value: z.unknown().optional(),
  counted: z.array(countedSchema).optional(),
  evidence: z.object({ total: z.number(), items: z.array(evidenceSchema) }).optional(),
});
type Explained = z.infer<typeof conditionSchema>;
type Counted = z.infer<typeof countedSchema>;

export const explainedSegmentSchema = z.object({
  segment: z.string(),
  at: z.string(),
  holds: z.boolean(),
  flipsAt: z.string().optional(),
  where: conditionSchema,
  readBackTo: z.string().optional(),
});

export function segmentText(explained: z.infer<typeof explainedSegmentSchema>): string {
  const { segment, at, holds, flipsAt, where, readBackTo } = explained;
  const until =
    flipsAt === undefined ? 'and stays so if nothing happens' : `until ${flipsAt} if nothing happens`;
  return [
    `${at}: ${holds ? 'in' : 'not in'} ${segment}, ${until}`,
    '',
    conditionTable(where),
    ...leavesOf(where).flatMap(evidenceText),
    ...shortfall(0, 0, readBackTo),
  ].join('\n');
}

export const conditionTable = (where: Explained): string =>
  textTable(
    ['', 'condition', 'got', 'changes'].map((title) => ({ title })),
    rowsOf(where, 0),
  );

function rowsOf(explained: Explained, depth: number): string[][] {
  const { kind, holds, flipsAt = '', condition, parts = [] } = explained;
  const text = condition === undefined ? kind : wordsOf(condition);
  return [
    [holds ? 'yes' : 'no', `${'  '.repeat(depth)}${text}`, gotIn(explained), flipsAt],
    ...parts.flatMap((part) => rowsOf(part, depth + 1)),
  ];
}

// JSON without what only a machine needs to see
const wordsOf = (condition: object): string =>
  JSON.stringify(condition).slice(1, -1).replaceAll('":', ' ').replaceAll('"', '').replaceAll(',', ', ');

// whether somebody is in it is all there is to say
const memberKinds = ['segment', 'list'];

function gotIn({ kind, parts, value, counted = [] }: Explained): string {
  if (parts !== undefined || memberKinds.includes(kind)) return '';
  if (value !== undefined) return isRecord(value) ? wordsOf(value) : JSON.stringify(value);
  return counted.length === 0 ? 'nothing' : counted.map(amountText).join(', ');
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const amountText = ({ event, count, of, sum }: Counted): string =>
  `${count} ${event}${of === undefined ? '' : `, ${of} ${sum}`}`;

const leavesOf = (explained: Explained): readonly Explained[] =>
  explained.parts === undefined ? [explained] : explained.parts.flatMap(leavesOf);

function evidenceText({ condition = {}, evidence }: Explained): string[] {
  if (evidence === undefined || evidence.total === 0) return [];
  const { items, total } = evidence;
  const rows = items.map((event) => [
    event.timestamp,
    JSON.stringify(event.value) ?? '',
    ...eventCells(event),
  ]);
  return [
    '',
    wordsOf(condition),
    indent(textTable([{ title: 'happened' }, { title: 'value' }, ...eventColumns], rows)),
    ...shortfall(items.length, total, undefined),
  ];
}
