/** What a browser's SDK tells with each event. */
export const browserContext = {
  library: { name: 'analytics.js', version: 'npm:next-1.81.0' },
  page: {
    path: '/products',
    referrer: 'https://search.example/',
    search: '?utm_source=newsletter',
    title: 'Shop',
    url: 'https://shop.example/products?utm_source=newsletter',
  },
  campaign: { source: 'newsletter', medium: 'email', name: 'spring' },
  userAgent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0',
  locale: 'en-GB',
  timezone: 'Europe/Warsaw',
};
