import { computedIn } from '../../messaging/liquid/check-part.ts';
import { parseTemplate, type Template, templateSchema } from '../../messaging/template.ts';
import type { DefinitionKind, Reference } from '../definition-kind.ts';
import { pointerOf } from '../parse-fields.ts';

export const templateKind: DefinitionKind = {
  kind: 'template',
  path: 'templates',
  maximumLive: 500,
  parse: (value) => {
    const { template, warnings } = parseTemplate(value);
    return { body: template, warnings };
  },
  references: (body) => computedMentions(templateSchema.parse(body)),
};

function computedMentions({ locales }: Template): readonly Reference[] {
  return Object.entries(locales).flatMap(([locale, parts]) =>
    Object.entries(parts).flatMap(([part, source]) =>
      computedIn(source, part).map((id) => ({
        kind: 'computed',
        id,
        pointer: pointerOf(['locales', locale, part]),
      })),
    ),
  );
}
