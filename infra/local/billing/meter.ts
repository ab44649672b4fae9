/** What AWS bills by; each unit belongs to one service and stands in `prices.json`. */
export type Unit =
  | 'write-units'
  | 'read-units'
  | 'put-payload-units'
  | 'requests'
  | 'milliseconds'
  | 'gb-seconds'
  | 'transitions'
  | 'log-bytes'
  | 'messages'
  | 'push-deliveries'
  | 'sms-parts'
  | 'put-requests'
  | 'get-requests'
  | 'stored-bytes'
  | 'ingested-bytes'
  | (typeof monthlyUnits)[number];

const monthlyUnits = [
  'shard-hours',
  'stream-hours',
  'secrets',
  'alarm-metrics',
  'metrics',
  'dashboards',
  'keys',
] as const;

/** Billed by the month for being there, however often it is used. */
export const isMonthly = (unit: Unit): boolean => monthlyUnits.some((monthly) => monthly === unit);

export type Usage = {
  /** The name of the credential scope: `dynamodb`, `kinesis`, `lambda`, `execute-api`, ... */
  readonly service: string;
  /** A table, `table/index`, stream, function, queue, ... */
  readonly resource: string;
  readonly unit: Unit;
  readonly quantity: number;
  /** Estimated by a rule instead of counted. */
  readonly modelled?: true;
};

/** Counts what AWS would bill, exactly and since the start. */
export type Meter = {
  record(usage: Usage): void;
  /** One sum per service, resource and unit. */
  readings(): readonly Usage[];
};

export function createMeter(): Meter {
  const readings = new Map<string, Usage>();
  return {
    record(usage) {
      const key = usageKey(usage);
      const before = readings.get(key)?.quantity ?? 0;
      readings.set(key, { ...usage, quantity: before + usage.quantity });
    },
    readings: () => [...readings.values()],
  };
}

/** What was used between two readings. */
export function usedBetween(before: readonly Usage[], after: readonly Usage[]): readonly Usage[] {
  const quantities = new Map(before.map((usage) => [usageKey(usage), usage.quantity]));
  return after
    .map((usage) => ({ ...usage, quantity: usage.quantity - (quantities.get(usageKey(usage)) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

export const quantityOf = (usages: readonly Usage[], unit: Unit): number =>
  usages.filter((usage) => usage.unit === unit).reduce((sum, { quantity }) => sum + quantity, 0);

const usageKey = ({ service, resource, unit }: Usage): string => [service, resource, unit].join('\n');
