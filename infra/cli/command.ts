import type { AdminClient } from './cloud/admin-client.ts';

export type CommandOptions = Readonly<Record<string, string>>;

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
  /** options of its own, each with a value */
  readonly options?: readonly string[];
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
