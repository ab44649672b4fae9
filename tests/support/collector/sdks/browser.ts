import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium of this machine, if it has one. */
const chromiumPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** Whether there is one; a suite is skipped without it, and says so. */
export const hasChromium = chromiumPath !== undefined;
if (!hasChromium) console.warn(`skipped: tests in Chromium, PATH has none of ${names.join(', ')}`);

export function openBrowser(): Promise<Browser> {
  const quiet = ['background-networking', 'component-update', 'sync'].map((part) => `--disable-${part}`);
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...quiet],
  });
}
