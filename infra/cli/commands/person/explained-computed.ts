import * as z from 'zod';
import { indent, textTable } from '../../terminal/text-table.ts';
import { eventCells, eventColumns, explainedEventSchema, shortfall } from './explained-event.ts';

const countedSchema = explainedEventSchema.extend({ value: z.unknown().optional() });
type Counted = z.infer<typeof countedSchema>;

export const explainedComputedSchema = z.object({
  computed: z.string(),
  value: z.unknown().optional(),
  valueOfTimeline: z.unknown().optional(),
  deciding: countedSchema.optional(),
  counted: z.object({ total: z.number(), items: z.array(countedSchema) }),
  readBackTo: z.string().optional(),
});
type Explained = z.infer<typeof explainedComputedSchema>;

export function computedText(explained: Explained): string {
  const { computed, value, deciding, counted, readBackTo } = explained;
  return [
    value === undefined ? `${computed} has no value` : `${computed} is ${JSON.stringify(value)}`,
    ...differenceIn(explained),
    ...(deciding === undefined ? [] : ['', 'Decided by', indent(tableOf([deciding]))]),
    '',
    ...(counted.total === 0
      ? ['No event of the timeline counts.']
      : [`Events that count: ${counted.total}`, indent(tableOf(counted.items))]),
    ...shortfall(counted.items.length, counted.total, readBackTo),
  ].join('\n');
}

function differenceIn({ value, valueOfTimeline, readBackTo }: Explained): string[] {
  const kept = JSON.stringify(valueOfTimeline);
  if (readBackTo !== undefined || kept === JSON.stringify(value)) return [];
  if (value === undefined)
    return [`It will be ${kept} with the next event: it was published after the last.`];
  return [
    `The events in the timeline alone make ${kept ?? 'no value'}: others are gone, or the value is kept with less detail.`,
  ];
}

const tableOf = (events: readonly Counted[]): string =>
  textTable(
    [{ title: 'happened' }, { title: 'value' }, ...eventColumns],
    events.map((event) => [event.timestamp, JSON.stringify(event.value) ?? '', ...eventCells(event)]),
  );
