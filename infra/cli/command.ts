import type { AdminClient } from './cloud/admin-client.ts';

const oneValue = { type: 'string' } as const;

/** The options that commands have of their own. */
export const commandOptions = {
  journey: oneValue,
  profile: oneValue,
  code: oneValue,
  source: oneValue,
  overlap: oneValue,
  save: oneValue,
  edit: oneValue,
  type: oneValue,
  event: oneValue,
  from: oneValue,
  to: oneValue,
  out: oneValue,
  leaving: oneValue,
  sample: oneValue,
  traits: oneValue,
  segment: oneValue,
  at: oneValue,
  against: oneValue,
  trait: oneValue,
  merge: oneValue,
  computed: oneValue,
  job: oneValue,
  reason: oneValue,
  absorbed: oneValue,
  set: { type: 'string', multiple: true },
} as const;

type OptionName = keyof typeof commandOptions;
type ManyValued = 'set';
export type CommandOptions = { readonly [Name in Exclude<OptionName, ManyValued>]?: string } & {
  readonly [Name in ManyValued]?: readonly string[];
};

/** What a command works with; tests hand in their own. */
export type CommandContext = {
  readonly admin: AdminClient;
  /** options of the command, as given */
  readonly options: CommandOptions;
  print(text: string): void;
  confirm(question: string): Promise<boolean>;
};

type Description = {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** shown under the usage: what it does, and examples */
  readonly help: string;
  /** the options it takes */
  readonly options?: readonly OptionName[];
};

export type Command = Description & {
  /** answers the exit code */
  run(context: CommandContext, words: readonly string[]): Promise<number>;
};

/** A command that asks no cloud. */
export type OfflineCommand = Description & {
  /** answers the exit code */
  runOffline(context: Pick<CommandContext, 'print'>, words: readonly string[]): Promise<number>;
};

/** Something the person at the terminal can put right; printed without a stack. */
export class CommandError extends Error {
  override name = 'CommandError' as const;
}
