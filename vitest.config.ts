import { defineConfig } from 'vitest/config';

// Workers are built files (Node 20 runs no TypeScript): `npm test` builds dist/ before it starts vitest.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
