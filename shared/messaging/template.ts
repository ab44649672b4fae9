import * as z from 'zod';
import { definitionIdSchema } from '../definitions/definition-id.ts';
import { parseFields, pointerOf } from '../definitions/parse-fields.ts';
import { InvalidInputError } from '../errors.ts';
import type { ChannelKind } from './channels/channel-kind.ts';
import { channelNameSchema } from './channels/channel-name.ts';
import { channels } from './channels/index.ts';
import { type Parts, partNames } from './channels/message.ts';
import { messageClassSchema } from './decide-send.ts';
import { checkPart } from './liquid/check-part.ts';

const textSchema = z.string().min(1).max(100_000).optional();
const localeSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'a locale looks like `en` or `pl-PL`');
const partsSchema = z.strictObject({
  subject: textSchema,
  html: textSchema,
  text: textSchema,
  title: textSchema,
  body: textSchema,
});

export const templateSchema = z.strictObject({
  id: definitionIdSchema,
  name: z.string().min(1).max(200).optional(),
  channel: channelNameSchema,
  /** for steps that name none */
  topic: definitionIdSchema.optional(),
  class: messageClassSchema,
  from: z
    .strictObject({
      email: z.email(),
      name: z
        .string()
        .min(1)
        .max(200)
        .regex(/^\P{Cc}*$/u, 'a name has no control characters')
        .optional(),
    })
    .optional(),
  defaultLocale: localeSchema,
  locales: z.record(localeSchema, partsSchema),
});
/** What is said in one message, in every language it is said in. */
export type Template = z.infer<typeof templateSchema>;

/** The template, and what is allowed in it but likely a mistake; anything else is refused with its pointer. */
export function parseTemplate(value: unknown): { template: Template; warnings: string[] } {
  const template = parseFields(templateSchema, value);
  const channel = channels[template.channel];
  const locales = Object.entries(template.locales);
  if (!Object.hasOwn(template.locales, template.defaultLocale))
    throw new InvalidInputError('unknown_locale', `there is no text in \`${template.defaultLocale}\``, {
      pointer: '/defaultLocale',
      allowed: Object.keys(template.locales),
    });
  if (template.from !== undefined && !channel.hasFrom)
    throw new InvalidInputError('part_not_used', `${channel.name} messages have no \`from\``, {
      pointer: '/from',
    });
  for (const [locale, parts] of locales) checkLocale(template, locale, parts);
  const warnings = locales.flatMap(([locale, parts]) =>
    channel
      .review(parts)
      .map(({ part, warning }) => `${pointerOf(['locales', locale, part])}: \`${part}\` ${warning}`),
  );
  return { template, warnings };
}

function checkLocale(template: Template, locale: string, parts: Parts): void {
  const channel = channels[template.channel];
  checkPresence(channel, locale, parts);
  for (const part of partNames) {
    const source = parts[part];
    if (source === undefined) continue;
    const pointer = pointerOf(['locales', locale, part]);
    const mentioned = checkPart(source, { part, pointer });
    const needsLink = template.class === 'marketing' && channel.linked.includes(part);
    if (needsLink && !mentioned.has('unsubscribeUrl'))
      throw new InvalidInputError(
        'missing_unsubscribe_link',
        `a marketing ${channel.name} must offer \`{{ unsubscribeUrl }}\` in its \`${part}\``,
        { pointer },
      );
  }
}

function checkPresence({ name, required, optional }: ChannelKind, locale: string, parts: Parts): void {
  const allowed = [...required, ...optional];
  for (const part of required) {
    if (parts[part] === undefined)
      throw new InvalidInputError('missing_part', `${name} messages need \`${part}\``, {
        pointer: pointerOf(['locales', locale, part]),
        allowed,
      });
  }
  for (const part of partNames) {
    if (parts[part] !== undefined && !allowed.includes(part))
      throw new InvalidInputError('part_not_used', `${name} messages have no \`${part}\``, {
        pointer: pointerOf(['locales', locale, part]),
        allowed,
      });
  }
}
