import { pipelineOf } from '../example.ts';
import type { Rule } from '../rule.ts';

const GOOD = pipelineOf('- name: s\n  image: x');

/** Rules on documents that are not pipelines: Drone's YAML library's, and ours for A06. */
export const otherKindRules: readonly Rule[] = [
  {
    code: 'empty-secret',
    source: 'drone-yaml',
    severity: 'error',
    reason: 'A secret must hold data or say where it is fetched.',
    remedy: 'Give it data, or get with a path or a name.',
    example: { bad: 'kind: secret\nname: t\n', good: 'kind: secret\nname: t\nget: { path: p }\n' },
    checkResource: (resource, report) => {
      if (resource.kind === 'secret' && !resource.data && !resource.get?.path && !resource.get?.name)
        report([], `The secret "${resource.name}" is empty.`, 'yaml: invalid secret resource');
    },
  },
  {
    code: 'cron-without-branch',
    source: 'drone-yaml',
    severity: 'error',
    reason: 'A cron job builds a branch.',
    remedy: 'Set spec.branch.',
    example: {
      bad: 'kind: cron\nname: c\nspec: { schedule: "0 0 0 * * *" }\n',
      good: 'kind: cron\nname: c\nspec: { schedule: "0 0 0 * * *", branch: main }\n',
    },
    checkResource: (resource, report) => {
      if (resource.kind !== 'cron') return;
      const { branch } = (resource.spec as Partial<typeof resource.spec> | undefined) ?? {};
      if (!branch) report(['spec'], 'The cron job has no branch.', 'yaml: invalid cron branch');
    },
  },
  {
    code: 'empty-registry',
    source: 'drone-yaml',
    severity: 'error',
    reason: 'A registry document holds credentials.',
    remedy: 'Add data, or remove the document.',
    example: { bad: 'kind: registry\nname: r\n', good: 'kind: registry\nname: r\ndata: { a: b }\n' },
    checkResource: (resource, report) => {
      if (resource.kind !== 'registry') return;
      const data = resource.data as typeof resource.data | undefined;
      if (Object.keys(data ?? {}).length === 0)
        report([], 'The registry document is empty.', 'yaml: invalid registry resource');
    },
  },
  {
    code: 'malformed-signature',
    source: 'drone-yaml',
    severity: 'error',
    reason: 'Only a hexadecimal HMAC-SHA256 can be verified.',
    remedy: 'Sign the file again.',
    example: { bad: 'kind: signature\nhmac: abc\n', good: `kind: signature\nhmac: ${'0'.repeat(64)}\n` },
    checkResource: (resource, report) => {
      if (resource.kind !== 'signature') return;
      const hmac = resource.hmac as string | undefined;
      if (!hmac || !/^[0-9a-f]{64}$/i.test(hmac))
        report(['hmac'], 'The signature is not 64 hexadecimal digits.');
    },
  },
  {
    code: 'unknown-template-extension',
    source: 'server',
    severity: 'error',
    reason: 'The server knows how to fill a template by its extension.',
    remedy: 'Use .yml, .yaml, .star, .starlark, .script or .jsonnet.',
    example: { bad: 'kind: template\nload: a.txt\n', good: 'kind: template\nload: a.yml\n' },
    checkResource: (resource, report) => {
      if (resource.kind !== 'template') return;
      const load = (resource.load as string | undefined) ?? '';
      if (!/\.(?:ya?ml|star|starlark|script|jsonnet)$/.test(load))
        report(
          ['load'],
          `The template "${load}" has no known extension.`,
          'template extension invalid. must be yaml, starlark or jsonnet',
        );
    },
  },
  {
    code: 'template-document',
    source: 'ours',
    severity: 'error',
    reason:
      'The first converter wins: a template keeps the converters behind it, and their checks, from seeing the file.',
    remedy: 'Write the pipeline out, or build it in a configuration extension.',
    example: { bad: 'kind: template\nload: a.yml\n', good: GOOD },
    checkResource: (resource, report) => {
      if (resource.kind === 'template')
        report(['kind'], `The file is replaced by the template "${resource.load}".`);
    },
  },
  {
    code: 'document-without-effect',
    source: 'ours',
    severity: 'warning',
    reason: 'Drone reads and checks the document, and does nothing with it.',
    remedy: 'Make cron jobs through the REST interface, and name registries by image_pull_secrets.',
    example: { bad: 'kind: cron\nname: c\nspec: { schedule: "0 0 0 * * *", branch: main }\n', good: GOOD },
    checkResource: (resource, report) => {
      if (resource.kind === 'cron' || resource.kind === 'registry')
        report(['kind'], `A document of kind "${resource.kind}" has no effect.`);
    },
  },
];
