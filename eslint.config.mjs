/**
 * Lint with types: what the compiler does not say. Sizes are limits with a reason (a file read in one
 * sitting, a function seen on one screen); an exemption needs a decision record. The import rule is in
 * .dependency-cruiser.cjs, layout is prettier's.
 */
import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';

const CLOCK = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The clock comes in as an argument: new Date() without one reads the machine.',
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: 'Date() reads the machine’s clock and zone.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Chance comes in as an argument: a replay must decide the same again.',
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(format|formatToParts)$/][arguments.length=0]:matches([callee.object.callee.object.name='Intl'], [callee.object.callee.name='DateTimeFormat'])",
    message: 'Intl.DateTimeFormat().format() without a date formats now.',
  },
];

const DATE_NOW = {
  selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: 'The clock comes in as an argument.',
};

const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'config/env.ts is the only reader of the environment.',
};

const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'A file exports what it is named for, by name.',
};

const SIZES = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: false, skipComments: false }],
  complexity: ['error', 10],
  'max-params': ['error', 4],
  'max-depth': ['error', 3],
};

const HOUSE = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
  // `type` and `interface` both read well; the choice is the author's.
  '@typescript-eslint/consistent-type-definitions': 'off',
  // Numbers in messages are plain.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // Temporal's definitions take void as the type of an answer.
  '@typescript-eslint/no-invalid-void-type': 'off',
  // `_name` says "given, not needed here".
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  // A callback that returns nothing may be written in one line.
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // An async function without await still turns a throw into a rejection, which its type promises.
  '@typescript-eslint/require-await': 'off',
  // `!= null` asks for null and undefined at once.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
};

const NODE_GLOBALS = [
  'process',
  'Buffer',
  'require',
  '__dirname',
  '__filename',
  'setImmediate',
  'fetch',
  'performance',
];

const restricted = (...rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

const hasWeb = existsSync(new URL('./web/tsconfig.json', import.meta.url));

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'build/',
      'coverage/',
      '.tiep-dan/',
      'store/generated/',
      'web/dist/',
      'web/src/api/schema.d.ts',
      'test/histories/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: hasWeb ? ['./tsconfig.json', './web/tsconfig.json'] : ['./tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: { ...HOUSE, ...SIZES, ...restricted(ENVIRONMENT, DEFAULT_EXPORT) },
  },
  {
    files: ['domain/**/*.ts', 'rules/**/*.ts'],
    rules: restricted(...CLOCK, DATE_NOW, ENVIRONMENT, DEFAULT_EXPORT),
  },
  {
    // Temporal replaces Date.now in its sandbox, so a workflow may ask it.
    files: ['workflows/**/*.ts'],
    rules: {
      ...restricted(...CLOCK, ENVIRONMENT, DEFAULT_EXPORT),
      // The compiler knows Node here, because the activities' types bring it along.
      'no-restricted-globals': ['error', ...NODE_GLOBALS],
    },
  },
  { files: ['config/env.ts'], rules: restricted(DEFAULT_EXPORT) },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'max-params': 'off',
      // A test reads answers as they come; a wrong shape fails its assertion.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      ...restricted(DEFAULT_EXPORT),
    },
  },
  {
    // Jest demands a default export of a global setup; Vite of its configuration.
    files: ['test/support/global-*.ts', 'web/vite.config.ts', 'vite.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { ...SIZES, eqeqeq: 'error', 'no-undef': 'off' },
  },
);
