/**
 * Tests by reach: how much of the world one needs is in its file name, and the project it falls into here.
 * `unit` and `replay` need nothing and belong to `npm run check`; `property` needs only time; `time`, `int` and `e2e` share one stack
 * (PostgreSQL, Temporal, Kafka), started once a run. Types are not checked here: `tsc` does that for all files.
 */
const path = require('node:path');

// Packages that ship ES modules only; jest runs CommonJS, so they are transformed too.
const ESM_ONLY = [
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer/inflate',
  '@borewit/text-codec',
  'openapi-fetch',
  'cookie',
];

const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2023', parser: { syntax: 'typescript', tsx: true }, keepClassNames: true },
    module: { type: 'commonjs', ignoreDynamic: false },
    sourceMaps: 'inline',
  },
];

function project(displayName, testMatch, more = {}) {
  return {
    displayName,
    testMatch: testMatch.map((pattern) => `<rootDir>/test/${pattern}`),
    testEnvironment: 'node',
    transform: { '\\.[cm]?[jt]sx?$': swc },
    transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`],
    modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/web/dist/', '<rootDir>/.tiep-dan/'],
    ...more,
  };
}

// Jest runs a setup file once a run, however many projects name it, and not at all when none of them runs.
const onStack = {
  globalSetup: path.join(__dirname, 'test/support/global-setup.ts'),
  globalTeardown: path.join(__dirname, 'test/support/global-teardown.ts'),
};

module.exports = {
  // Only the top level is heard; a shared machine starts an office in seconds, not milliseconds.
  testTimeout: 60_000,
  projects: [
    project('unit', ['**/*.unit.test.ts', 'house.test.ts']),
    // Ten thousand random terms and their certificates: too long for a check before every commit.
    project('property', ['**/*.property.test.ts']),
    project('replay', ['**/replay.test.ts']),
    project('time', ['**/*.time.test.ts'], onStack),
    project('int', ['**/*.int.test.ts'], onStack),
    project('e2e', ['**/*.e2e.test.ts'], onStack),
  ],
};
