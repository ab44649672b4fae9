import type { IndexEntry, LiveDefinition } from './definition-store.ts';

export type DefinitionBody = Readonly<Record<string, unknown>>;

/** What only the server knows when it saves a definition. */
export type SaveContext = {
  /** the body of the latest saved version */
  readonly before: DefinitionBody | undefined;
  readonly now: Date;
  newWriteKey(): string;
};

export type Refusal = {
  readonly code: string;
  readonly message: string;
  /** where in the definition, when it is the definition that must change */
  readonly pointer?: string;
  readonly allowed?: unknown;
};

/** Another definition that one names, and where; it must be live as long as the one that names it is. */
export type Reference = { readonly kind: string; readonly id: string; readonly pointer: string };

/** What a state machine carries as literals: its version and the functions it calls. */
export type MachineOptions = {
  readonly version: number;
  readonly decideStepArn: string;
  readonly sendMessageArn: string;
};

/** One kind of definition; code outside its file asks these questions instead of comparing `kind`. */
export type DefinitionKind = {
  readonly kind: string;
  /** its word in the admin API's paths */
  readonly path: string;
  /** there is at most one, with this id; until someone saves it the body is in force, or without one nothing is */
  readonly only?: { readonly id: string; readonly body?: DefinitionBody };
  /** whether profiles enter and exit it; without it they do not */
  hasMembers?(body: DefinitionBody): boolean;
  /** whether it counts what happened however long ago, of which only so much is kept; without it it does not */
  isOpenEnded?(body: DefinitionBody): boolean;
  /** it decides about profiles, so that everybody meets what is published without waiting for an event */
  readonly backfills?: true;
  readonly maximumLive?: number;
  /** fields of the body that the answer to a save repeats, because the server filled them */
  readonly answered?: readonly string[];
  /** throws InvalidInputError with pointer, code and what is allowed */
  parse(value: unknown): { readonly body: DefinitionBody; readonly warnings: readonly string[] };
  complete?(body: DefinitionBody, context: SaveContext): DefinitionBody;
  references?(body: DefinitionBody): readonly Reference[];
  /** the kinds whose live definitions `refuse` is shown; without it the others of its own */
  readonly needs?: readonly string[];
  /** the state machine that runs it, for kinds that run; brought into being after each publish */
  machine?(body: DefinitionBody, options: MachineOptions): object;
  /** why this body may not be in force beside what is live */
  refuse?(body: DefinitionBody, live: readonly LiveDefinition[]): Refusal | undefined;
};

export const isNamed = (entry: IndexEntry, kind: string, id: string): boolean =>
  entry.kind === kind && entry.id === id;
