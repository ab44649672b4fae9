import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium of this machine, if it has one. */
export const chromiumPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** What a suite that needs a browser is called, so that its skipping says why. */
export const inChromium = chromiumPath === undefined ? 'in Chromium (none on PATH: skipped)' : 'in Chromium';

export function openBrowser(): Promise<Browser> {
  const quiet = ['background-networking', 'component-update', 'sync'].map((part) => `--disable-${part}`);
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...quiet],
  });
}
