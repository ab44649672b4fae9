import type { JsonInput } from '../../protocols/json-protocol.ts';
import type { QueryInput } from '../../protocols/query-protocol.ts';
import type { Need } from '../policies/evaluate.ts';

type Rules<Input> = Readonly<Record<string, (input: Input) => readonly Need[]>>;

/** What the operations of a service need, by their names. */
export type JsonRules = Rules<JsonInput>;
export type QueryRules = Rules<QueryInput>;
