import { readFileSync } from 'node:fs';
import { renderPage } from '../../../../examples/site/render-page.ts';
import { projectFolder } from '../../cloud/assembly.ts';
import { type Mishap, mishaps } from './front.ts';
import type { Library, Target } from './server-sdks.ts';

/** An SDK for browsers, as its maker ships it. */
export type BrowserSdk = {
  readonly name: string;
  readonly library: Library;
  readonly can: readonly ('screen' | 'alias')[];
  /** what makes it send again */
  readonly survives: readonly Mishap[];
  /** the path of the requests that carry a whole batch, for those that send any */
  readonly batchPath?: string;
  /** Markup that loads it and makes it known as `sdk`. */
  markup(target: Target, mode: 'single' | 'batched'): string;
};

const packaged = (file: string): string => readFileSync(`${projectFolder}node_modules/${file}`, 'utf8');
const script = (code: string): string => `<script>${code.replaceAll('</script', '<\\/script')}</script>`;

const segmentOptions = {
  single: {},
  // flushed by nothing but leaving the page
  batched: {
    integrations: {
      'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 50, timeout: 600_000 } } },
    },
  },
};

export const browserSdks: readonly BrowserSdk[] = [
  {
    name: '@segment/analytics-next 1.84.3, by its snippet and our script',
    library: { name: 'analytics.js', version: 'next-1.84.3' },
    can: ['screen', 'alias'],
    survives: mishaps,
    batchPath: '/v1/b',
    markup: (target, mode) => {
      const page = readFileSync(`${projectFolder}examples/site/index.html`, 'utf8');
      const [snippet = ''] = /<script>[\s\S]*?<\/script>/.exec(page) ?? [];
      const options = JSON.stringify(segmentOptions[mode]);
      const loaded = renderPage(snippet, { collector: target.url, writeKey: target.writeKey })
        .replace(/analytics\.load\("[^"]+"/, `$&, ${options}`)
        .replace('analytics.page();', '');
      return `${loaded}<script>analytics.ready(() => { window.sdk = analytics; });</script>`;
    },
  },
  {
    name: '@segment/analytics-next 1.70.0, from its package',
    library: { name: 'analytics.js', version: 'next-1.70.0' },
    can: ['screen', 'alias'],
    // it looks at no answer; and it posts batches to https only, which this machine does not serve
    survives: mishaps.filter((mishap) => mishap !== 'a 503'),
    markup: ({ url, writeKey }) =>
      script(packaged('analytics-next-1.70/dist/umd/index.js')) +
      script(`AnalyticsNext.AnalyticsBrowser
        .load(${JSON.stringify({ writeKey, cdnURL: url })})
        .then(([analytics]) => { window.sdk = analytics; });`),
  },
  {
    name: '@rudderstack/analytics-js 3.34.1, from its package',
    library: { name: 'RudderLabs JavaScript SDK', version: '3.34.1' },
    can: ['alias'],
    survives: mishaps,
    batchPath: '/beacon/v1/batch',
    markup: ({ url, writeKey }, mode) =>
      script(packaged('@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js')) +
      script(`const rudder = new rudderanalytics.RudderAnalytics();
        rudder.load('${writeKey}', '${url}', { configUrl: '${url}', useBeacon: ${mode === 'batched'} });
        rudder.ready(() => { window.sdk = rudder; });`),
  },
  {
    name: '@jitsu/js 1.11.0, by our script',
    library: { name: '@jitsu/js', version: '1.11.0' },
    can: [],
    survives: [],
    markup: ({ url, writeKey }) =>
      `<script src="${url}/p.js" data-write-key="${writeKey}" data-init-only="true"></script>` +
      script('window.sdk = jitsu;'),
  },
];
