import { type Clock, createClock } from '../../clock.ts';
import type { Database } from '../../protocols/database.ts';

export const clockSchema = `
  CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 0), offset REAL NOT NULL, frozenAt REAL);`;
const saveSql = 'INSERT OR REPLACE INTO clock VALUES (0, ?, ?)';

/** The clock as it was left, moved or frozen: what is stored has its dates, so it never goes back. */
export function openKeptClock(database: Database): Clock {
  const kept = database.statement('SELECT offset, frozenAt FROM clock').get() as
    | { offset: number; frozenAt: number | null }
    | undefined; // as the schema says
  const clock = createClock({ offset: kept?.offset, frozenAt: kept?.frozenAt ?? undefined });
  clock.onChange(({ now, offset }) => {
    database.statement(saveSql).run(offset, clock.frozen() ? now : null);
  });
  return clock;
}
