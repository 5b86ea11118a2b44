import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('the command line', () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const node = [process.execPath, '--conditions=@wescale/source'];

  interface Ending {
    exitCode: number;
    stdout: string;
    stderr: string;
  }

  /** Runs a program; `command` and all its arguments. */
  function run(command: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<Ending> {
    const [program = '', ...args] = command;
    return new Promise((resolve) => {
      execFile(program, args, { env: environment, encoding: 'utf8' }, (error, stdout, stderr) =>
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
      );
    });
  }

  /** A name no stage has, so that nothing but the checks can run. */
  const absent = `--name=test-${randomBytes(4).toString('hex')}`;

  test('a stage is brought up, shown and taken down from the command line, and no secret is shown', async () => {
    const stage = (command: string, ...args: string[]): Promise<Ending> =>
      run([...node, main, command, absent, ...args]);
    try {
      const up = await stage('up', '--json');
      expect(up).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(up.stdout)).toMatchObject({ apiUrl: expect.stringMatching(/^http:/) as string });
      expect(up.stdout).not.toContain('secretKey');
      expect((await stage('status')).stdout).toMatch(/: up, API http/);
      expect(await stage('shell', '--run=true')).toMatchObject({
        exitCode: 1,
        stderr: 'no machine of this stage is on\n',
      });
    } finally {
      expect((await stage('down')).stdout).toMatch(/is gone/);
    }
    expect((await stage('down')).stdout).toMatch(/There is no stage/);
  });

  test('every command has help with examples', async () => {
    for (const command of ['up', 'down', 'status', 'shell', 'browse']) {
      const { stdout, exitCode } = await run([...node, main, command, '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Examples:\n  nx run stage:');
    }
  });

  test('without root there is one plain sentence', async ({ skip }) => {
    const asNobody = ['unshare', '--net', 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const readable = await run([...asNobody, ...node, '--check', main]);
    skip(readable.exitCode !== 0, 'this checkout lies where only root may read');
    const ending = await run([...asNobody, ...node, main, 'up', absent]);
    expect(ending.exitCode).toBe(1);
    expect(ending.stderr).toBe(
      'A stage makes networks and machines, which only root may do; run this again as root or with sudo.\n',
    );
  });

  test('an occupied subnet is named, and nothing is touched', async () => {
    const script = 'ip link set lo up; ip address add 198.18.7.1/24 dev lo; exec "$@"';
    const ending = await run(['unshare', '--net', 'sh', '-c', script, 'sh', ...node, main, 'up', absent]);
    expect(ending.exitCode).toBe(1);
    expect(ending.stderr).toBe(
      'A stage uses the addresses 198.18.0.0/15 and the address 198.18.7.1/24 on lo is there already; ' +
        'remove what is there, or use another machine.\n',
    );
  });

  test('another system and a missing Go are named together', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'stage-host-'));
    try {
      const file = path.join(folder, 'os-release');
      writeFileSync(file, 'ID=fedora\nVERSION_ID=44\nPRETTY_NAME="Fedora Linux 44"\n');
      const script = 'mount --bind "$1" /etc/os-release; shift; exec "$@"';
      const ending = await run(
        ['unshare', '--mount', 'sh', '-c', script, 'sh', file, ...node, main, 'up', absent],
        { ...process.env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      );
      expect(ending.exitCode).toBe(1);
      expect(ending.stderr.trim().split('\n')).toEqual([
        'A stage needs Debian 12 or newer and this is Fedora Linux 44; use a Debian machine, a virtual one will do.',
        'A stage builds some of its servers with Go and there is no `go` in the PATH; install Go 1.26 or newer.',
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
