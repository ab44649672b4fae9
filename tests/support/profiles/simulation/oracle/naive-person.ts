import type { StreamEvent } from '../../../../../events/stream-event.ts';
import type { NaivePerson } from '../../../naive-evaluator.ts';

export type History = readonly StreamEvent[];

/** A person as her whole history tells, read from the first event to the last every time. */
export function naivePerson(history: History): NaivePerson {
  return {
    traits: naiveTraits(history),
    events: history
      .filter(({ event, source }) => event !== undefined && source.kind !== 'platform')
      .map(({ event = '', properties = {}, timestamp }) => ({
        name: event,
        properties,
        at: Date.parse(timestamp),
      })),
    timezone: 'UTC',
  };
}

/** The newest value of each key; no two events of a story have the same instant. */
function naiveTraits(history: History, of: 'identify' | 'group' = 'identify'): Record<string, unknown> {
  const traits: Record<string, unknown> = {};
  const setting = history
    .filter(({ type, traits }) => type === of && traits !== undefined)
    .toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  for (const event of setting) Object.assign(traits, event.traits);
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== null));
}

/** When each group was first joined. */
export function naiveGroups(history: History): Record<string, number> {
  const groups: Record<string, number> = {};
  for (const { type, groupId, timestamp } of history)
    if (type === 'group' && groupId !== undefined)
      groups[groupId] = Math.min(Date.parse(timestamp), groups[groupId] ?? Number.POSITIVE_INFINITY);
  return groups;
}

/** What everybody together said of a group. */
export function naiveGroupTraits(accepted: History, id: string): Record<string, unknown> {
  return naiveTraits(
    accepted.filter(({ groupId }) => groupId === id),
    'group',
  );
}

const isPrompt = ({ timestamp, receivedAt }: StreamEvent) =>
  Date.parse(receivedAt) - Date.parse(timestamp) < 30 * 60_000;

const instantsOf = (history: History, name: string): number[] =>
  history.filter(({ event }) => event === name).map(({ timestamp }) => Date.parse(timestamp));

/** Whether a run of the journey is under way in the end; undefined where that depends on what came first. */
export const naiveRunning: Readonly<
  Record<string, (history: History, isIn: (segment: string) => boolean) => boolean | undefined>
> = {
  welcome: (history) => instantsOf(history, 'Signed Up').length > 0,
  thanks: (_history, isIn) => isIn('buyers'),
  // who was told of a view too late for it was never active
  missed: (history) => {
    const views = history.filter(({ event }) => event === 'Product Viewed');
    if (views.some(isPrompt)) return true;
    return views.length === 0 ? false : undefined;
  },
  cart: (history) => {
    const added = instantsOf(history, 'Product Added');
    const bought = instantsOf(history, 'Order Completed');
    if (added.length === 0 || Math.max(...bought) > Math.max(...added)) return false;
    return bought.length === 0 ? true : undefined;
  },
};
