import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { startKubernetes } from '@wescale/real-servers';
import { ensureKubernetes } from '@wescale/stage-kubernetes';

// Minutes, the first time on a machine.
beforeAll(() => ensureKubernetes(), 1_800_000);

/** Processes with `text` in their arguments. */
async function processesWith(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(text));
}

const deployment = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] },
    },
  },
});

test('two stand side by side; a Deployment gets its pods in one of them, which find no node', async () => {
  const directories: string[] = [];
  {
    await using one = await startKubernetes();
    await using two = await startKubernetes();
    directories.push(dirname(one.kubeconfig), dirname(two.kubeconfig));
    expect((await stat(one.kubeconfig)).mode & 0o777).toBe(0o600);
    const versions = JSON.parse(await one.kubectl(['version', '-o', 'json'])) as {
      serverVersion: { gitVersion: string };
      clientVersion: { gitVersion: string };
    };
    expect(versions.serverVersion.gitVersion).toBe(one.version);
    expect(versions.clientVersion.gitVersion).toBe(one.version);

    await one.kubectl(['apply', '-f', '-'], { stdin: deployment });
    const pods = ['pods', '-l', 'app=web', '-o', 'name'];
    await one.kubectl(['wait', '--for=jsonpath={.status.replicas}=2', 'deployment/web', '--timeout=60s']);
    expect((await one.kubectl(['get', ...pods])).trim().split('\n')).toHaveLength(2);
    await one.kubectl([
      'wait',
      '--for=condition=PodScheduled=false',
      'pod',
      '-l',
      'app=web',
      '--timeout=60s',
    ]);
    expect(await two.kubectl(['get', ...pods])).toBe('');

    await one.kubectl(['create', 'namespace', 'short']);
    await one.kubectl(['delete', 'namespace', 'short', '--timeout=60s']);
    await expect(one.kubectl(['get', 'deployment', 'nothing'])).rejects.toThrow(/"nothing" not found/);
  }
  for (const directory of directories) {
    expect(existsSync(directory)).toBe(false);
    expect(await processesWith(dirname(directory))).toEqual([]);
  }
});

test('it ends with the process that started it, also when that is killed', async () => {
  const script = `
    import { startKubernetes } from '@wescale/real-servers';
    const cluster = await startKubernetes();
    process.stdout.write(cluster.kubeconfig);
    await new Promise((later) => setTimeout(later, 1e6));`;
  const starter = spawn(
    process.execPath,
    ['--conditions=@wescale/source', '--input-type=module', '-e', script],
    {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [kubeconfig] = (await once(starter.stdout.setEncoding('utf8'), 'data')) as [string];
  const directory = dirname(dirname(kubeconfig));
  expect((await processesWith(directory)).length).toBe(4);
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  await expect.poll(() => processesWith(directory), { timeout: 10_000 }).toEqual([]);
  await rm(directory, { recursive: true });
});

test('who is asked to stop gets no cluster', async () => {
  await expect(startKubernetes({ signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout|aborted/i);
});
