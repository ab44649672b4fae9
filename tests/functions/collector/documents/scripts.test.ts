import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { scriptsIn } from '../../../../functions/collector/documents/scripts.ts';
import { memoryCollector } from '../../../support/collector/collector.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-scripts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const text = `// ü\n${'analytics.page();\n'.repeat(100)}`;
mkdirSync(join(folder, 'scripts/analytics-next'), { recursive: true });
writeFileSync(join(folder, 'secret.js'), 'secret');
writeFileSync(join(folder, 'scripts/p.js.txt'), text);
writeFileSync(join(folder, 'scripts/analytics-next/standalone.js'), text);
const scripts = scriptsIn(join(folder, 'scripts'));

const get = (path: string, headers: Record<string, string> = {}) =>
  memoryCollector({ scripts }).call({
    method: 'GET',
    path,
    headers: { origin: 'https://shop.example', ...headers },
  });

describe('a script', () => {
  it.each(['/p.js', '/analytics.js/v1/anything/analytics.min.js', '/analytics-next/bundles/standalone.js'])(
    'is served under %s as it lies in the folder',
    async (path) => {
      const { status, headers, bytes } = await get(path);

      expect(status).toBe(200);
      expect(bytes.toString()).toBe(text);
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=3600',
        'access-control-allow-origin': 'https://shop.example',
        vary: 'Accept-Encoding, Origin',
      });
    },
  );

  it.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, GZIP;q=0.8', true],
    ['gzip;q=0, br', false],
    ['gzip; q=0.0', false],
    ['br', false],
  ])('is compressed where %j accepts it', async (accepted, isZipped) => {
    const { headers, bytes } = await get('/p.js', { 'accept-encoding': accepted });

    expect(headers['content-encoding']).toBe(isZipped ? 'gzip' : undefined);
    expect((isZipped ? gunzipSync(bytes) : bytes).toString()).toBe(text);
  });

  it('is not sent again to who has it', async () => {
    const { etag = '' } = (await get('/p.js')).headers;

    const again = await get('/p.js', { 'if-none-match': `"other", ${etag}` });
    const other = await get('/p.js', { 'if-none-match': '"other"' });

    expect({ status: again.status, size: again.bytes.length }).toEqual({ status: 304, size: 0 });
    expect(again.headers.etag).toBe(etag);
    expect(other.status).toBe(200);
  });

  it.each(['nothing.js', '..', '%2e%2e%2fsecret.js', '..\\..\\secret.js', ''])(
    'is nothing that does not lie there: %j',
    async (file) => {
      expect((await get(`/analytics-next/bundles/${file}`)).status).toBe(404);
      expect(await scripts.find(`analytics-next/../../${file}`)).toBeUndefined();
    },
  );

  it('opens no file outside of its folder', async () => {
    expect(await scripts.find('../secret.js')).toBeUndefined();
    expect(await scripts.find(join(folder, 'secret.js'))).toBeUndefined();
  });
});
