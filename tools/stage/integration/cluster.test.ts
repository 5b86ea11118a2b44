import type { DebianMachine } from '@wescale/stage';
import { createSshKeyPair, startDebianMachine } from '@wescale/stage';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeOnAStage } from './on-a-stage.ts';
import { tracesOf } from './traces.ts';

/** As k3s's installer writes it, in what counts here [facts/k3s-rancher.md 1, "Paths"]. */
const unit = `[Service]
Type=notify
KillMode=process
Delegate=yes
TimeoutStartSec=0
ExecStart=/usr/local/bin/k3s server
`;

describeOnAStage('a cluster in a machine', () => {
  let machine: DebianMachine;

  beforeAll(async () => {
    const { publicKey } = await createSshKeyPair();
    machine = await startDebianMachine({ authorizedKey: publicKey, hasDownloads: true });
  });

  afterAll(async () => {
    await machine[Symbol.asyncDispose]();
    const addressRange = machine.address.replace(/\.\d+$/, '.0/24');
    expect(tracesOf({ name: machine.name, addressRange })).toEqual([]);
  });

  const run = async (line: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await machine.run(`set -e; ${line}`);
    if (exitCode !== 0) throw new Error(`${line} ended with ${String(exitCode)}: ${stderr}${stdout}`);
    return stdout.trim();
  };
  const write = (file: string, text: string): Promise<string> =>
    run(`mkdir -p $(dirname ${file}); echo ${Buffer.from(text).toString('base64')} | base64 -d >${file}`);

  test('all of it is fetched from the stage, and its pods run', async () => {
    const { releases, registryMirror } = machine.downloads!;
    await run(
      `cd /usr/local/bin; version=$(curl -sfLo /dev/null -w '%{url_effective}' ${releases.k3sChannelUrl}/stable); ` +
        `release=${releases.k3sArtifactUrl}/$(basename $version | sed s/+/%2B/); ` +
        'curl -sfLO $release/k3s; curl -sfL $release/sha256sum-amd64.txt | sha256sum --check --quiet; chmod 755 k3s',
    );
    await write('/etc/systemd/system/k3s.service', unit);
    await write(
      '/etc/rancher/k3s/registries.yaml',
      `mirrors:\n  '*':\n    endpoint: ['${registryMirror}']\n`,
    );
    await write(
      '/etc/rancher/k3s/config.yaml',
      'cluster-init: true\ndisable: [traefik, servicelb, local-storage, metrics-server]\n',
    );
    await run('systemctl daemon-reload; systemctl start k3s');
    const pods = (): Promise<string> =>
      run(
        'k3s kubectl get pods -A -o jsonpath={range.items[*]}{.spec.containers[0].image}={.status.containerStatuses[0].ready}{end}',
      );
    await vi.waitUntil(async () => (await pods()).endsWith('coredns-coredns:1.15.0=true'), {
      timeout: 60_000,
      interval: 250,
    });
  });
});
