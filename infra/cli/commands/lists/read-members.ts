import { readFile } from 'node:fs/promises';
import { CommandError } from '../../command.ts';
import { openRows } from '../../replay/read-rows.ts';

/** One line of a list, as the admin API takes it; whether it names somebody is decided there. */
export type Member = { readonly userId: string } | { readonly email: string };

const COLUMNS = ['userId', 'email'] as const;

/** The members in a file: CSV with a column `userId` or `email`, or an object with one of them on each line (`.ndjson`). */
export async function readMembers(file: string): Promise<readonly Member[]> {
  return /\.(ndjson|jsonl)$/.test(file) ? readObjects(file) : readTable(file);
}

async function readTable(file: string): Promise<readonly Member[]> {
  const { titles, rows } = await openRows(file);
  const column = COLUMNS.find((name) => titles.includes(name));
  if (column === undefined)
    throw new CommandError(`${file} has the columns ${titles.join(', ')}; it needs userId or email`);
  const place = titles.indexOf(column);
  const members: Member[] = [];
  for await (const { cells } of rows) members.push(memberOf(column, cells[place] ?? ''));
  return members;
}

async function readObjects(file: string): Promise<readonly Member[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const value: unknown = readLine(line);
    const found = COLUMNS.find((name) => typeof value === 'object' && value !== null && name in value);
    if (found === undefined)
      throw new CommandError(`line ${index + 1} of ${file} is no object with userId or email`);
    return memberOf(found, String(Object(value)[found]));
  });
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the caller says which line it is
  }
}

const memberOf = (column: (typeof COLUMNS)[number], value: string): Member =>
  column === 'userId' ? { userId: value } : { email: value };
