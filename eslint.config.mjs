import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import * as jsonc from 'jsonc-eslint-parser';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const tools = ['layer:tool', 'layer:understudy'];

/** The law of the house: a library never imports a library; apps compose; tools serve apps and tests. */
const layers = [
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['layer:library', ...tools] },
  { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: tools },
  // Plays programs that do in a cluster what our libraries do: docs/decisions/0021.
  { sourceTag: 'layer:understudy', onlyDependOnLibsWithTags: ['layer:library', ...tools] },
  { sourceTag: 'layer:library', onlyDependOnLibsWithTags: [] },
];

/** Tests and benchmarks of any layer may also start what the tools offer. */
const layersInTests = layers.map((rule) => ({
  ...rule,
  onlyDependOnLibsWithTags: [...new Set([...rule.onlyDependOnLibsWithTags, ...tools])],
}));

const boundaries = (depConstraints) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    { depConstraints, allowCircularSelfDependency: true, banTransitiveDependencies: true, allow: [] },
  ],
});

export default defineConfig(
  { ignores: ['**/dist', '**/node_modules', '.nx', '.test-results', '**/.hunt'] },
  {
    files: ['**/*.{ts,mjs,js}'],
    plugins: { '@nx': nx },
    extends: [tseslint.configs.recommended, prettier],
    rules: boundaries(layers),
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreUsingDeclarations: true, argsIgnorePattern: '^_' },
      ],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.test.ts', '**/integration/**', '**/bench/**'],
    rules: { ...boundaries(layersInTests), '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'tools/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['{libs,apps,tools}/*/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsonc },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: ['**/*.test.ts', '**/integration/**', '**/bench/**', '**/tsconfig*.json'],
          checkObsoleteDependencies: true,
        },
      ],
    },
  },
);
