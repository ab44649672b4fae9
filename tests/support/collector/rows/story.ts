import type { Call } from '../collector.ts';

type Fields = Readonly<Record<string, unknown>>;
/** A person as the admin API shows her, found by a query. */
export type Person = {
  readonly query: string;
  /** type:value, sorted */
  readonly ids?: readonly string[];
  readonly traits?: Fields;
  readonly segments?: readonly string[];
  /** the rules that her merge log names, each once */
  readonly rules?: readonly string[];
};

/**
 * requests: those of one list are posted at once. statuses: of all requests. kept: how many events are in timelines.
 * failed: codes in FailedEvents, answered or not.
 */
export type Story = readonly [
  row: string,
  reason: string,
  requests: readonly (readonly Call[])[],
  outcome: {
    readonly statuses?: readonly number[];
    readonly kept: number;
    readonly failed?: readonly string[];
    readonly people: readonly Person[];
  },
];

export const inOrder = (...calls: readonly Call[]): readonly (readonly Call[])[] =>
  calls.map((call) => [call]);
export const withKey = (key: string, call: Call): Call => ({ ...call, headers: { 'x-write-key': key } });
export const identify = (userId: string, traits: Fields, more: Fields = {}) => ({
  type: 'identify',
  userId,
  traits,
  ...more,
});
export const order = (userId: string, more: Fields = {}) => ({
  type: 'track',
  userId,
  event: 'Order Completed',
  messageId: `order-of-${userId}`,
  ...more,
});
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
