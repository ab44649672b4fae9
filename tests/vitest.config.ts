import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/cloud/assembly.ts'],
    // what handlers log is for operators; failures show in what they answer
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT' },
    // one less would leave a machine of two cores half idle
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
