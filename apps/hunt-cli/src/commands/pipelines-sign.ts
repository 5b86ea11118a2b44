import { signDroneFile } from '@wescale/drone-pipelines';
import { InputError } from '../pipelines/input-error.ts';
import { say } from '../pipelines/pipelines-event.ts';
import { defaultFile, parseInput, readInput } from '../pipelines/read-input.ts';
import { readSigningSecret, secretVariable } from '../pipelines/read-signing-secret.ts';
import { writeChanged } from '../pipelines/write-file.ts';
import type { FileVerb } from './file-verb.ts';
import { exitCodes } from './verb.ts';

export const sign: FileVerb<{ secretFile?: string; write?: boolean }> = {
  name: 'sign',
  summary: "Sign a pipeline file with the repository's secret, as `drone sign` does",
  argument: '[file]',
  options: [
    [
      '--secret-file <file>',
      `the repository's secret, in a file that only you can read (default: $${secretVariable})`,
    ],
    ['--write', 'write the signature into the file, instead of all to standard output'],
  ],
  examples: [
    ['npx hunt pipelines sign --secret-file repo.secret --write', `${defaultFile} in this folder, in place`],
    [`${secretVariable}=… npx hunt pipelines sign - < p.yml > .drone.yml`, 'from standard input'],
  ],
  async run(work, { secretFile, write = false }, [file = defaultFile, extra]) {
    if (extra !== undefined) throw new InputError('usage', 'sign takes one file');
    if (write && file === '-')
      throw new InputError('usage', '--write needs a file; standard input cannot be written');
    const secret = await readSigningSecret(secretFile, work);
    if (secret === undefined)
      throw new InputError(
        'signing-secret-missing',
        `there is no secret to sign with; give --secret-file, or set ${secretVariable}`,
      );
    const input = await readInput(file, work);
    const { text } = parseInput(input);
    const signed = signDroneFile(text, secret);
    const changed = signed !== text;
    if (!write) {
      say(work, { event: 'file', file: input.name, changed, text: signed }, signed);
      return exitCodes.ok;
    }
    await writeChanged(file, signed);
    say(
      work,
      { event: 'file', file, changed, text: signed },
      `${file}: ${changed ? 'signed' : 'unchanged'}\n`,
    );
    return exitCodes.ok;
  },
};
