import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command.ts';

/** Asks for yes or no at the terminal; only a clear yes is one. */
export async function askAtTerminal(question: string): Promise<boolean> {
  if (!stdin.isTTY) throw new CommandError(`${question} there is no terminal to ask at; say --yes`);
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
