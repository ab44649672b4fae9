import { UNITS } from '../../segments/values/number.ts';

/** Amounts are kept in whole units of 1/10,000 and shown as people know them. */
export function fromUnits(units: number): number {
  return units / UNITS;
}
