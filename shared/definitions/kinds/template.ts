import { parseTemplate } from '../../messaging/template.ts';
import type { DefinitionKind } from '../definition-kind.ts';

export const templateKind: DefinitionKind = {
  kind: 'template',
  path: 'templates',
  maximumLive: 500,
  parse: (value) => {
    const { template, warnings } = parseTemplate(value);
    return { body: template, warnings };
  },
};
