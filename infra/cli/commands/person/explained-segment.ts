import * as z from 'zod';
import { indent, textTable } from '../../terminal/text-table.ts';
import { type ExplainedEvent, explainedEventSchema, shortfall } from './explained-event.ts';

const evidenceSchema = explainedEventSchema.extend({ value: z.unknown().optional() });
const countedSchema = z.object({
  event: z.string(),
  count: z.number(),
  of: z.string().optional(),
  sum: z.number().optional(),
});

export const conditionSchema = z.object({
  pointer: z.string(),
  segment: z.string().optional(),
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

// four columns and what is between them are 100 characters
const columns = [
  { title: '' },
  { title: 'condition', most: 40 },
  { title: 'got', most: 25 },
  { title: 'changes' },
];

export const conditionTable = (where: Explained): string => textTable(columns, rowsOf(where, 0));

function rowsOf(explained: Explained, depth: number): string[][] {
  const { holds, flipsAt = '', parts = [] } = explained;
  return [
    [holds ? 'yes' : 'no', `${'  '.repeat(depth)}${textOf(explained)}`, gotIn(explained), flipsAt],
    ...parts.flatMap((part) => rowsOf(part, depth + 1)),
  ];
}

const textOf = ({ kind, condition }: Explained): string =>
  condition === undefined ? kind : cut(wordsOf(condition));

// JSON without what only a machine needs to see
const wordsOf = (condition: object): string =>
  JSON.stringify(condition).slice(1, -1).replaceAll('":', ' ').replaceAll('"', '').replaceAll(',', ', ');

const cut = (text: string, longest = 240): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;

// what there is to say of somebody who has nothing
const nothings: Readonly<Record<string, string>> = {
  segment: '',
  group: 'in no group',
  list: 'in no upload',
  consent: 'nothing said',
  journey: 'never entered',
};

function gotIn({ kind, parts, value, counted = [] }: Explained): string {
  if (parts !== undefined) return '';
  if (isRecord(value)) return cut(wordsOf(value));
  const amounts = counted.map(amountText).join(', ');
  const isSaid = counted.some(({ count, sum }) => value === sum || value === count);
  if (value === undefined || isSaid) return amounts || (nothings[kind] ?? 'nothing');
  return cut(`${JSON.stringify(value)}${amounts && ` of ${amounts}`}`);
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const amountText = ({ event, count, of, sum }: Counted): string =>
  `${count} ${event}${of === undefined ? '' : `, ${of} ${sum}`}`;

const leavesOf = (explained: Explained): readonly Explained[] =>
  explained.parts === undefined ? [explained] : explained.parts.flatMap(leavesOf);

const evidenceColumns = [
  { title: 'happened' },
  { title: 'value', most: 10 },
  { title: 'what', most: 17 },
  { title: 'source' },
  { title: 'message' },
];

function evidenceText(explained: Explained): string[] {
  const { segment, evidence } = explained;
  if (evidence === undefined || evidence.total === 0) return [];
  const { items, total } = evidence;
  const rows = items.map((event) => [
    event.timestamp,
    JSON.stringify(event.value) ?? '',
    `${event.event ?? event.type}${delayOf(event)}`,
    event.source,
    event.messageId,
  ]);
  return [
    '',
    cut(`${segment === undefined ? '' : `${segment}: `}${textOf(explained)}`, 100),
    indent(textTable(evidenceColumns, rows)),
    ...shortfall(items.length, total, undefined),
  ];
}

const DAY_MS = 86_400_000;

/** An event that came a day late or more may have come after others were decided upon. */
function delayOf({ timestamp, receivedAt }: ExplainedEvent): string {
  const days = Math.floor((Date.parse(receivedAt) - Date.parse(timestamp)) / DAY_MS);
  return days < 1 ? '' : `, ${days}d late`;
}
