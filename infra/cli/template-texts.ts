import { channelNameSchema } from '../../shared/messaging/channels/channel-name.ts';
import { channels } from '../../shared/messaging/channels/index.ts';
import { CommandError } from './command.ts';

export type TextFile = { readonly name: string; readonly text: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * A template with the texts that lie beside it: `pl.liquid` is the body in Polish, `pl.subject.liquid` another part of it.
 * What a locale says in both places is said by the file.
 */
export function withTexts(template: unknown, files: readonly TextFile[]): unknown {
  if (files.length === 0 || !isRecord(template)) return template;
  const body = bodyPart(template);
  const locales: Record<string, Fields> = {};
  for (const [locale, parts] of Object.entries(recordOf(template.locales))) locales[locale] = recordOf(parts);
  for (const { name, text } of files) {
    const { locale, part = body } = placeOf(name);
    locales[locale] = { ...locales[locale], [part]: text.trimEnd() };
  }
  return { ...template, locales };
}

// the last part that a channel requires is what the message says: a subject or a title comes before it
function bodyPart({ channel }: Fields): string {
  const known = channelNameSchema.safeParse(channel);
  return (known.success ? channels[known.data].required.at(-1) : undefined) ?? 'body';
}

function placeOf(name: string): { locale: string; part: string | undefined } {
  const [, locale, part] = /^([A-Za-z0-9-]+)(?:\.([a-z]+))?\.liquid$/.exec(name) ?? [];
  if (locale !== undefined) return { locale, part };
  throw new CommandError(`\`${name}\` is no text of a template; name it like en.liquid or en.text.liquid`);
}

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {});

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
