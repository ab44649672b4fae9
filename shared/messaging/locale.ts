/** The language of a template for a person: the trait `locale`, else the latest of the context, else the default. */
export function resolveLocale(
  person: { readonly traits: Readonly<Record<string, unknown>>; readonly locale?: string | undefined },
  template: { readonly defaultLocale: string; readonly locales: Readonly<Record<string, unknown>> },
): string {
  const known = Object.keys(template.locales);
  for (const wanted of [person.traits.locale, person.locale]) {
    const found = typeof wanted === 'string' ? nearestLocale(wanted, known) : undefined;
    if (found !== undefined) return found;
  }
  return template.defaultLocale;
}

/** `pl-Latn-PL` is served by `pl-Latn`, else by `pl`; case and underscores do not matter. */
function nearestLocale(wanted: string, known: readonly string[]): string | undefined {
  const parts = wanted.trim().toLowerCase().replaceAll('_', '-').split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const prefix = parts.slice(0, length).join('-');
    const found = known.find((locale) => locale.toLowerCase() === prefix);
    if (found !== undefined) return found;
  }
  return undefined;
}
