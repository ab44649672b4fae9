import { describe, expect, it } from 'vitest';
import { readDefinitionFiles } from '../../../infra/cli/definition-files.ts';
import { smsSizeOf } from '../../../shared/messaging/channels/sms-parts.ts';
import { renderTemplate } from '../../../shared/messaging/render.ts';
import { parseTemplate } from '../../../shared/messaging/template.ts';

const files = await readDefinitionFiles(new URL('../../../examples/shop', import.meta.url).pathname);
const templates = files
  .filter(({ kind }) => kind.kind === 'template')
  .map(({ value }) => parseTemplate(value).template);

const context = {
  profile: { firstName: 'Anna' },
  event: { name: 'Product Added', products: [{ name: 'Hand grinder', price: 89 }] },
  journey: { id: 'abandoned-cart' },
  workspace: {},
  unsubscribeUrl: 'https://shop.example/u/token',
};
const cases = templates.flatMap((template) =>
  Object.keys(template.locales).map((locale) => [template.id, locale, template] as const),
);

describe('the templates of the shop', () => {
  it('speak English and Polish', () => {
    for (const { locales } of templates) expect(Object.keys(locales).sort()).toEqual(['en', 'pl']);
  });

  it.each(cases)('%s in %s says her name', (_id, locale, template) => {
    const { parts } = rendered(template, locale, context);

    expect(Object.values(parts).join()).toContain('Anna');
  });

  it.each(cases)('%s in %s can be filled in for someone without a name', (_id, locale, template) => {
    const { parts } = rendered(template, locale, { ...context, profile: {} });

    expect(Object.values(parts).every((text) => text.trim() !== '')).toBe(true);
  });

  it.each(['en', 'pl'])('cart-reminder lists the cart in %s, in both bodies', (locale) => {
    const { parts } = rendered(find('cart-reminder'), locale, context);

    expect(parts.html).toContain('<li>Hand grinder, 89 EUR</li>');
    expect(parts.text).toContain('\n- Hand grinder, 89 EUR\n');
  });

  it.each(['en', 'pl'])('thank-you fits one SMS in %s', (locale) => {
    const { parts } = rendered(find('thank-you'), locale, context);

    expect(smsSizeOf(parts.text ?? '')).toEqual({ encoding: 'GSM-7', parts: 1 });
  });
});

type Template = (typeof templates)[number];

function find(id: string): Template {
  const found = templates.find((template) => template.id === id);
  if (!found) throw new Error(`the shop has no template ${id}`);
  return found;
}

function rendered(template: Template, locale: string, what: Parameters<typeof renderTemplate>[2]) {
  const rendering = renderTemplate(template, locale, what);
  if ('failed' in rendering) throw new Error(rendering.failed);
  return rendering;
}
