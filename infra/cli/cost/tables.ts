import type { Bill, BillItem } from '../../local/billing/price.ts';
import type { Prices } from '../../local/billing/prices.ts';
import { indent, textTable } from '../terminal/text-table.ts';
import type { Measurement } from './measure.ts';
import { perMillion, project, tableUnits } from './projection.ts';

const right = (title: string) => ({ title, align: 'right' }) as const;
const dollarText = (dollars: number): string => dollars.toFixed(3);
const total = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);

/** Everything measured in one run, for the eye. */
export function costText(measurements: readonly Measurement[], idle: Bill, prices: Prices): string {
  return [
    ...measurements.map((measurement) => measurementText(measurement, prices)),
    'Dollars for a million events, of 100 million a month, with their part of the idle stack',
    indent(summaryTable(measurements, idle, prices)),
    '',
    'An idle stack, dollars a month',
    indent(idleTable(idle)),
    '',
    notes,
  ].join('\n');
}

const notes = `* modelled: Lambda's time is measured processor time and, for each call, what its round trip takes in AWS; an idle stack's
  calls follow from its schedule, its queues and its keys. Everything else is counted. No free tiers. Not counted: what
  tables and logs store, data transfer out, cold starts. The denser events come, the more of them one write and one
  invocation take in: these figures are as dense as their play.`;

function measurementText(measurement: Measurement, prices: Prices): string {
  const { name, events, eventsPerWrite, eventsPerInvocation } = measurement;
  return [
    `${name}: ${events.toLocaleString('en')} events, ${eventsPerWrite.toFixed(2)} for each profile and batch, ${eventsPerInvocation.toFixed(1)} in a batch`,
    indent(unitsTable(perMillion(measurement, prices))),
    '',
    indent(tablesTable(measurement)),
    '',
    ...(measurement.journeys.length > 0 ? [indent(journeysTable(measurement)), ''] : []),
  ].join('\n');
}

function unitsTable(bill: Bill): string {
  return textTable(
    [{ title: 'service' }, { title: 'unit' }, right('for each event'), right('$ per million'), { title: '' }],
    [
      ...unitRows(bill).map(({ service, unit, quantity, dollars, modelled }) => [
        service,
        unit,
        (quantity / 1_000_000).toPrecision(3),
        dollarText(dollars),
        modelled ? '*' : '',
      ]),
      ['all', '', '', dollarText(bill.dollars), ''],
    ],
  );
}

// one row for all resources of a unit, the dearest first
function unitRows({ items }: Bill): readonly BillItem[] {
  const byUnit = Map.groupBy(items, ({ service, unit }) => `${service} ${unit}`);
  return [...byUnit.values()]
    .flatMap((own) =>
      own.slice(0, 1).map((first) => ({
        ...first,
        quantity: total(own, ({ quantity }) => quantity),
        dollars: total(own, ({ dollars }) => dollars),
      })),
    )
    .sort((one, other) => other.dollars - one.dollars);
}

function tablesTable(measurement: Measurement): string {
  const tables = tableUnits(measurement);
  const all = {
    table: 'all',
    writes: total(tables, ({ writes }) => writes),
    reads: total(tables, ({ reads }) => reads),
  };
  return textTable(
    [{ title: 'table' }, right('write units an event'), right('read units an event')],
    [...tables, all].map(({ table, writes, reads }) => [table, writes.toFixed(3), reads.toFixed(3)]),
  );
}

const journeysTable = ({ journeys }: Measurement): string =>
  textTable(
    [{ title: 'state machine' }, right('runs'), right('transitions'), right('each')],
    journeys.map(({ machine, runs, transitions }) => [
      machine,
      runs,
      transitions,
      (transitions / runs).toFixed(2),
    ]),
  );

const summaryTable = (measurements: readonly Measurement[], idle: Bill, prices: Prices): string =>
  textTable(
    [{ title: 'play' }, right('all'), right('without what providers take')],
    measurements.map((measurement) => {
      const { dollars, withoutProviders } = project(measurement, idle, prices);
      return [measurement.name, dollarText(dollars), dollarText(withoutProviders)];
    }),
  );

const idleTable = (idle: Bill): string =>
  textTable(
    [{ title: 'service' }, { title: 'unit' }, right('a month'), right('$'), { title: '' }],
    [
      ...unitRows(idle)
        .filter(({ dollars }) => dollars > 0)
        .map(({ service, unit, quantity, dollars, modelled }) => [
          service,
          unit,
          Math.round(quantity).toLocaleString('en'),
          dollarText(dollars),
          modelled ? '*' : '',
        ]),
      ['all', '', '', dollarText(idle.dollars), ''],
    ],
  );
