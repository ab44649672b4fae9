import { describe, expect, it } from 'vitest';
import { resolveLocale } from '../../../shared/messaging/locale.ts';

const template = { defaultLocale: 'en', locales: { en: {}, pl: {}, 'pt-BR': {}, pt: {} } };

describe('the language of a message', () => {
  it.each<[string, unknown, string | undefined, string]>([
    ['the trait', 'pl', undefined, 'pl'],
    ['the trait before the context', 'pl', 'pt', 'pl'],
    ['the context without a trait', undefined, 'pl-PL', 'pl'],
    ['the region when there is one', 'pt-BR', undefined, 'pt-BR'],
    ['the language when the region is not there', 'pt-PT', undefined, 'pt'],
    ['any case and underscores', 'PL_pl', undefined, 'pl'],
    ['script and region', 'pl-Latn-PL', undefined, 'pl'],
    ['the context when nobody wrote in the language of the trait', 'de', 'pl', 'pl'],
    ['the default when nobody wrote in either', 'de', 'fr-FR', 'en'],
    ['the default when nothing is known', undefined, undefined, 'en'],
    ['the default for what is no locale', { language: 'pl' }, undefined, 'en'],
    ['the default for an inherited name', 'constructor', '__proto__', 'en'],
  ])('is that of %s', (_, trait, context, expected) => {
    const traits = trait === undefined ? {} : { locale: trait };

    expect(resolveLocale({ traits, locale: context }, template)).toBe(expected);
  });
});
