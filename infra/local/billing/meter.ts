/** What AWS bills by; each unit belongs to one service and stands in `prices.json`. */
export type Unit =
  | 'write-units'
  | 'read-units'
  | 'put-payload-units'
  | 'requests'
  | 'gb-seconds'
  | 'transitions'
  | 'log-bytes'
  | 'messages'
  | 'put-requests'
  | 'get-requests'
  | 'ingested-bytes';

export type Usage = {
  /** The name of the credential scope: `dynamodb`, `kinesis`, `lambda`, `execute-api`, ... */
  readonly service: string;
  /** A table, `table/index`, stream, function, queue, ... */
  readonly resource: string;
  readonly unit: Unit;
  readonly quantity: number;
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
      const key = [usage.service, usage.resource, usage.unit].join('\n');
      const before = readings.get(key)?.quantity ?? 0;
      readings.set(key, { ...usage, quantity: before + usage.quantity });
    },
    readings: () => [...readings.values()],
  };
}
