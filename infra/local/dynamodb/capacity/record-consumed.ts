import type { Meter } from '../../billing/meter.ts';
import type { Consumed } from './consumed.ts';

/** Tells the meter what a call consumed, and gives it back; indexes are billed under the name `table/index`. */
export function recordConsumed(meter: Meter | undefined, consumed: readonly Consumed[]): readonly Consumed[] {
  for (const { table, index, kind, units } of consumed) {
    meter?.record({
      service: 'dynamodb',
      resource: index === undefined ? table : `${table}/${index}`,
      unit: `${kind}-units`,
      quantity: units,
    });
  }
  return consumed;
}
