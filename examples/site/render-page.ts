export type Tracking = { readonly collector: string; readonly writeKey: string };

/** The page with the address of the collector and the site's write key in their places. */
export function renderPage(html: string, { collector, writeKey }: Tracking): string {
  return html.replaceAll('__COLLECTOR__', collector).replaceAll('__WRITE_KEY__', writeKey);
}
