import type { Clock } from '../../clock.ts';
import { openDatabase } from '../../protocols/database.ts';

/** A message as a provider accepted it. */
export type AcceptedMessage = {
  readonly channel: 'email' | 'sms' | 'push';
  readonly to: string;
  /** What the provider answered. */
  readonly messageId: string;
  readonly sendId?: string | undefined;
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  /** Of an email its headers, else its attributes; names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: string;
  /** Of an email: who sent it, its tags and the configuration set it was sent with. */
  readonly source?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly configurationSet?: string | undefined;
};

export type SentMessage = AcceptedMessage & { readonly at: string };

export type MessageFilter = {
  readonly channel?: string | undefined;
  readonly to?: string | undefined;
  readonly sendId?: string | undefined;
};

/** Everything that SES and SNS accepted, where they would have handed it on. */
export type Outbox = {
  add(message: AcceptedMessage): SentMessage;
  /** The oldest first. */
  messages(filter?: MessageFilter): readonly SentMessage[];
  close(): void;
};

const schema = `
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, recipient TEXT NOT NULL, content TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS messageRecipient ON message (recipient);
  CREATE INDEX IF NOT EXISTS messageSendId ON message (content ->> 'sendId');`;
const insertSql = 'INSERT INTO message (channel, recipient, content) VALUES (?, ?, ?)';
const selectSql = `SELECT content FROM message
  WHERE (?1 IS NULL OR channel = ?1) AND (?2 IS NULL OR recipient = ?2)
    AND (?3 IS NULL OR content ->> 'sendId' = ?3) ORDER BY id`;

export function openOutbox(clock: Clock, dataDir: string | undefined): Outbox {
  const database = openDatabase(dataDir, 'outbox', schema);
  return {
    add(message) {
      const sent: SentMessage = { ...message, at: new Date(clock.now()).toISOString() };
      database.statement(insertSql).run(message.channel, message.to, JSON.stringify(sent));
      return sent;
    },
    messages({ channel, to, sendId } = {}) {
      const rows = database.statement(selectSql).all(channel ?? null, to ?? null, sendId ?? null);
      return rows.map(({ content }) => JSON.parse(String(content)) as SentMessage); // as add() wrote it
    },
    close: () => database.close(),
  };
}
