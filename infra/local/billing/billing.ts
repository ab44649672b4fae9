import type { States } from '../states/states.ts';
import { type Meter, usedBetween } from './meter.ts';
import { transitionUsage } from './metering.ts';
import { type Bill, price } from './price.ts';
import { prices } from './prices.ts';

/** The bill since the start: what the meter heard, and the transitions that Step Functions keeps itself. */
export function openBilling(meter: Meter, states: Pick<States, 'transitions'>): () => Bill {
  const before = transitionUsage(states.transitions());
  return () => {
    const transitions = usedBetween(before, transitionUsage(states.transitions()));
    return price([...meter.readings(), ...transitions], prices);
  };
}
