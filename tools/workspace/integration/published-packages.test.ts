import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureHelm, startNamed, startPebble, startSshd } from '@wescale/real-servers';
import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { startRancher } from '@wescale/understudies';
import { describe, expect, test } from 'vitest';
import { readmeExample } from '../src/readme-example.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

/** Runs a README's example with what it needs running and named in its environment. */
type WithSurroundings = (example: (env: Record<string, string>) => Promise<void>) => Promise<void>;

const surroundings: Record<string, WithSurroundings> = {
  async 'scw-infra'(example) {
    await using emulator = await startScalewayEmulator();
    await example({
      SCW_API_URL: emulator.url,
      SCW_ACCESS_KEY: emulator.account.accessKey,
      SCW_SECRET_KEY: emulator.account.secretKey,
      SCW_DEFAULT_ORGANIZATION_ID: emulator.account.organizationId,
      SCW_DEFAULT_PROJECT_ID: emulator.account.projectId,
    });
  },
  async 'bind9-zone'(example) {
    const key = { name: 'example', algorithm: 'hmac-sha256', secret: randomBytes(32).toString('base64') };
    const text = '$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n';
    const statements = ['update-policy { grant example zonesub ANY; };', 'allow-transfer { key example; };'];
    await using named = await startNamed({ keys: [key], zones: [{ name: 'hunt.test', text, statements }] });
    await example({
      HOST: named.host,
      PORT: String(named.port),
      ZONE: 'hunt.test',
      KEY_NAME: key.name,
      KEY_SECRET: key.secret,
    });
  },
  async 'acme-dns01'(example) {
    await using pebble = await startPebble({ isAlwaysValid: true });
    await example({
      ACME_DIRECTORY_URL: pebble.directoryUrl,
      ACME_CA_CERTIFICATE: pebble.trustedCertificateFile,
    });
  },
  async 'helm-release'(example) {
    await example({ HELM: (await ensureHelm()).helm });
  },
  async 'ssh-host'(example) {
    await using sshd = await startSshd();
    await example({
      HOST: sshd.host,
      PORT: String(sshd.port),
      USERNAME: sshd.username,
      PRIVATE_KEY_FILE: sshd.privateKeyFile,
      HOST_KEY: sshd.hostKey,
    });
  },
  async 'rancher-client'(example) {
    const bootstrapPassword = 'only-for-the-first-login';
    await using certificate = await makeCertificate();
    await using rancher = await startRancher({ bootstrapPassword, tls: certificate });
    await example({
      RANCHER_URL: rancher.url,
      RANCHER_CA_CERTIFICATE: certificate.file,
      RANCHER_BOOTSTRAP_PASSWORD: bootstrapPassword,
      RANCHER_PASSWORD: 'a-password-of-our-own',
    });
  },
};

/** A certificate for the loopback address that nobody else trusts. */
async function makeCertificate(): Promise<
  { certificate: string; privateKey: string; file: string } & AsyncDisposable
> {
  const directory = await mkdtemp(join(tmpdir(), 'loopback-certificate-'));
  const [file, keyFile] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=loopback', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await run('openssl', ['req', ...kind, '-keyout', keyFile, '-out', file, ...subject]);
  const [certificate, privateKey] = await Promise.all([readFile(file, 'utf8'), readFile(keyFile, 'utf8')]);
  return {
    certificate,
    privateKey,
    file,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

const libraries = await readdir(join(root, 'libs'));

describe.each(libraries)('%s', (library) => {
  test('is packed, sound, and its README example runs from the tarball in an empty project', async () => {
    const directory = await mkdtemp(join(tmpdir(), `published-${library}-`));
    try {
      await run('nx', ['run', `${library}:build`], { cwd: root });
      const tarball = await pack(library, directory);
      await run('publint', ['run', '--strict', tarball], { cwd: root });
      await run('attw', ['--profile', 'esm-only', tarball], { cwd: root });
      await install(tarball, directory);
      const withSurroundings = surroundings[library] ?? ((example) => example({}));
      await withSurroundings((env) => runExample(library, directory, env));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

async function pack(library: string, directory: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], {
    cwd: join(root, 'libs', library),
  });
  const [packed] = Object.values(
    JSON.parse(stdout) as Record<string, { filename: string; files: { path: string }[] }>,
  );
  const strays = packed?.files
    .map((file) => file.path)
    .filter((path) => !/^(dist\/(?!.*\.test\.).*\.(js|d\.ts)|LICENSE|README\.md|package\.json)$/.test(path));
  expect(strays).toEqual([]);
  return join(directory, packed?.filename ?? '');
}

async function install(tarball: string, directory: string): Promise<void> {
  await writeFile(
    join(directory, 'package.json'),
    '{ "name": "a-stranger", "private": true, "type": "module" }',
  );
  await run('npm', ['install', '--prefer-offline', '--ignore-scripts', tarball], { cwd: directory });
}

async function runExample(library: string, directory: string, env: Record<string, string>): Promise<void> {
  const readme = await readFile(join(root, 'libs', library, 'README.md'), 'utf8');
  await writeFile(join(directory, 'example.ts'), readmeExample(readme));
  await run(process.execPath, ['example.ts'], {
    cwd: directory,
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
}
