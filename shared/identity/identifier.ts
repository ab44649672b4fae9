/** One value that points to a profile. `type` is `user_id`, `email`, `anonymous_id`, ... */
export type Identifier = { readonly type: string; readonly value: string };

/** An identifier of an event with the key of its node. */
export type KeyedIdentifier = Identifier & { readonly key: string };

/** An identifier as a profile holds it; `since` is the timestamp of the event that brought it, epoch ms. */
export type OwnedIdentifier = Identifier & {
  readonly since: number;
  /** the sides it is on since splits: it joins nobody through an identifier of the other side */
  readonly apart?: readonly string[];
};

export function sameIdentifier(a: Identifier, b: Identifier): boolean {
  return a.type === b.type && a.value === b.value;
}
