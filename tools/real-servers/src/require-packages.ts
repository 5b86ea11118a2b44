import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const lockFolder = '/run/lock/real-servers';

/** Debian packages, each with what for. */
export type NeededPackages = Readonly<Record<string, string>>;

/** Which of the packages are not installed; all of them where there is no dpkg. */
async function findMissing(packages: NeededPackages): Promise<string[]> {
  const names = Object.keys(packages);
  let listed = '';
  try {
    const query = ['--show', '--showformat=${Package} ${db:Status-Status}\n', ...names];
    listed = (await run('dpkg-query', query)).stdout;
  } catch (error) {
    // It fails when one of them is unknown, but lists the others all the same.
    if (error instanceof Error && 'stdout' in error) listed = String(error.stdout);
  }
  const installed = new Set(
    listed.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return names.filter((name) => !installed.has(name));
}

/** A test wants programs, not services that take ports of this host: packages are told so (invoke-rc.d(8)). */
const withoutStarting = `policy=/usr/sbin/policy-rc.d
if ! [ -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\\nexit 101\\n' >$policy
  chmod 755 $policy
fi`;

/** Installs packages, one installation at a time on this host. */
async function install(names: readonly string[]): Promise<void> {
  mkdirSync(lockFolder, { recursive: true });
  const apt = 'apt-get --quiet --yes -o DPkg::Lock::Timeout=300';
  const script = `${withoutStarting}
${apt} update && ${apt} install --no-install-recommends ${names.join(' ')}`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('flock', [`${lockFolder}/apt`, 'sh', '-c', script], { env, maxBuffer: 64 * 1024 * 1024 });
}

/**
 * Makes sure that Debian packages which a test needs are there: root installs what is missing, once. Without root a
 * test that lacks something is to be skipped, for the reason that is returned; in CI it must not be skipped.
 *
 * @returns why the test has to be skipped; undefined when all is there
 * @throws in CI when something is missing and cannot be installed, and when the installation fails
 */
export async function requirePackages(packages: NeededPackages): Promise<string | undefined> {
  const missing = await findMissing(packages);
  if (missing.length === 0) return undefined;
  const described = missing.map((name) => `${name} (${packages[name] ?? ''})`).join(', ');
  if (process.getuid?.() === 0) {
    process.stderr.write(`installing ${described}\n`);
    await install(missing);
    return undefined;
  }
  const reason = `not installed: ${described}`;
  if (process.env['CI'] !== undefined) throw new Error(reason);
  return reason;
}
