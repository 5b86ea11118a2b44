import { SigningError, verifyDroneFile } from '@wescale/drone-pipelines';
import { buildText } from '../pipelines/build-text.ts';
import { compareBuilt } from '../pipelines/compare-built.ts';
import { InputError } from '../pipelines/input-error.ts';
import { loadResources } from '../pipelines/load-resources.ts';
import { say } from '../pipelines/pipelines-event.ts';
import { defaultFile, parseInput, readInput } from '../pipelines/read-input.ts';
import { readSigningSecret, secretVariable } from '../pipelines/read-signing-secret.ts';
import type { FileVerb } from './file-verb.ts';
import { exitCodes } from './verb.ts';

interface Finding {
  check: 'signature' | 'source';
  ok: boolean;
  message: string;
  remedy: string;
}

export const check: FileVerb<{ secretFile?: string; source?: string; trusted?: boolean }> = {
  name: 'check',
  summary: 'Say whether a file bears its signature and is what its source makes; exit 2 if not',
  argument: '[file]',
  options: [
    ['--source <source>', 'the module or JSON file that the file is made from'],
    [
      '--secret-file <file>',
      `the repository's secret, in a file that only you can read (default: $${secretVariable})`,
    ],
    ['--trusted', 'the repository is marked as trusted in Drone'],
  ],
  examples: [
    ['npx hunt pipelines check --source drone-pipeline.ts', `is ${defaultFile} current`],
    ['npx hunt pipelines check --secret-file repo.secret', 'is its signature valid'],
    ['npx hunt pipelines check p.yml --source p.ts --secret-file repo.secret --json', 'both, for programs'],
  ],
  async run(work, { secretFile, source, trusted = false }, [file = defaultFile, extra]) {
    if (extra !== undefined) throw new InputError('usage', 'check takes one file');
    const secret = await readSigningSecret(secretFile, work);
    if (secret === undefined && source === undefined)
      throw new InputError(
        'usage',
        `there is nothing to check against; give --source, --secret-file, or set ${secretVariable}`,
      );
    const input = await readInput(file, work);
    const { text } = parseInput(input);
    const findings: Finding[] = [];
    if (secret !== undefined) findings.push(checkSignature(file, text, secret));
    if (source !== undefined) {
      const built = buildText(source, await loadResources(source, work), { trusted });
      findings.push(checkSource(file, text, source, built));
    }
    for (const { remedy, ...finding } of findings)
      say(
        work,
        { event: 'finding', ...finding, ...(finding.ok ? {} : { remedy }) },
        finding.ok ? undefined : `${input.name}: ${finding.check}: ${finding.message}; ${remedy}\n`,
      );
    return findings.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.changes;
  },
};

function checkSignature(file: string, text: string, secret: string): Finding {
  const finding = {
    check: 'signature',
    remedy: `look at what changed, then: hunt pipelines sign ${file}${file === '-' ? '' : ' --write'}`,
  } as const;
  try {
    verifyDroneFile(text, secret);
    return { ...finding, ok: true, message: 'it belongs to this file' };
  } catch (error) {
    if (!(error instanceof SigningError) || error.code === 'invalid-key') throw error;
    const message = error.code === 'signature-missing' ? 'there is none' : 'it does not belong to this file';
    return { ...finding, ok: false, message };
  }
}

function checkSource(file: string, text: string, source: string, built: string): Finding {
  const difference = compareBuilt(text, built);
  return {
    check: 'source',
    ok: difference === undefined,
    message: difference ?? `it is what ${source} makes`,
    remedy: `make it anew: hunt pipelines build ${source}${file === '-' ? '' : ` --write ${file}`}`,
  };
}
