import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startPebble } from '@wescale/real-servers';

const run = promisify(execFile);
const project = join(import.meta.dirname, '..');
/** The oldest that package.json allows; Debian 12 has a newer one of the same series. */
const nodePackage = `node-linux-${process.arch}@18.19.0`;

const program = `
import { createAccount, obtainCertificate, renewIfDue } from './dist/index.js';
const { DIRECTORY_URL: directoryUrl, TRUSTED: trustedCertificates } = process.env;
const { account } = await createAccount({ directoryUrl, trustedCertificates, termsOfServiceAgreed: true });
const options = {
  authorities: [{ account, trustedCertificates }],
  names: ['hunt.example', '*.hunt.example'],
  responder: { present: async () => undefined, cleanUp: async () => undefined },
};
const { certificate } = await obtainCertificate(options);
const { isRenewed, plan } = await renewIfDue({ ...options, certificate });
const { code } = await renewIfDue({ ...options, certificate: undefined, signal: AbortSignal.timeout(1), authorities: [
  { account: { ...account, directoryUrl: 'https://127.0.0.1:1/' } },
] }).catch((error) => ({ code: error.name }));
console.log(JSON.stringify({ version: process.version, names: certificate.names.length, isRenewed, basis: plan.basis, code }));
`;

test('what is published runs on the oldest Node it allows', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'acme-node-18-'));
  try {
    await run(
      'npm',
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--prefix', 'node', nodePackage],
      {
        cwd: directory,
      },
    );
    await run('tsc', ['-p', join(project, 'tsconfig.build.json'), '--outDir', join(directory, 'dist')]);
    await symlink(join(project, '../../node_modules'), join(directory, 'node_modules'));
    await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
    await writeFile(join(directory, 'program.js'), program);
    await using pebble = await startPebble({ isAlwaysValid: true, isStrict: true });
    const node = join(directory, 'node/node_modules', nodePackage.split('@')[0]!, 'bin/node');
    const { stdout } = await run(node, ['program.js'], {
      cwd: directory,
      env: { DIRECTORY_URL: pebble.directoryUrl, TRUSTED: pebble.trustedCertificate },
    });
    expect(JSON.parse(stdout)).toEqual({
      version: 'v18.19.0',
      names: 2,
      isRenewed: false,
      basis: 'renewal-info',
      code: 'TimeoutError',
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
