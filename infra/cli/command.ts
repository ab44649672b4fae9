import type { AdminClient } from './admin-client.ts';

/** What a command works with; tests hand in their own. */
export type CommandContext = {
  readonly admin: AdminClient;
  print(text: string): void;
  confirm(question: string): Promise<boolean>;
};

export type Command = {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** shown under the usage: what it does, and examples */
  readonly help: string;
  /** answers the exit code */
  run(context: CommandContext, words: readonly string[]): Promise<number>;
};

/** Something the person at the terminal can put right; printed without a stack. */
export class CommandError extends Error {
  override name = 'CommandError' as const;
}
