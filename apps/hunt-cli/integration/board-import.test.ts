import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendUpdate } from '@wescale/bind9-zone';
import {
  createRancherClient,
  deleteCluster,
  findCluster,
  listClusters,
  readSetting,
  updateSetting,
  type RancherClient,
} from '@wescale/rancher-client';
import { startStage } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOneClearError } from '../sweep/judge-run.ts';
import { findNodeAddress } from './board-account.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { changesOf, errorOf, finished, noticesOf } from './hunt-results.ts';
import { findMachine, type TestMachine } from './machine.ts';
import type { HuntResult } from './running-hunt.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

const patienceMs = 600_000;
const hostName = 'rancher.demo.example.com';

const rancherDeployment = ['deployment/rancher', '--namespace=cattle-system'];
const withoutCa = [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--no-cacerts' }];

/** What is in the way of an agent, in the order in which it meets it: each run gets it past one thing more. */
describe('the import of a board', { timeout: patienceMs }, () => {
  let stage: Stage;
  let folder: HuntFolder;
  let machine: TestMachine;
  let rancher: RancherClient;
  /** Of the board's own name server, as it was made. */
  let corefile: string;

  const importBoard = (): Promise<HuntResult> => folder.run('kapsule', '--json', '--until', 'import');
  const kubectl = async (...args: string[]): Promise<string> => {
    const result = await folder.run('kubeconfig', '--board', 'blue', '--', stage.kubectl, ...args);
    if (result.exitCode !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  };
  const onGameMaster = async (...args: string[]): Promise<void> => {
    const result = await folder.run('kubeconfig', '--', stage.kubectl, ...args);
    expect(result.exitCode, result.stderr).toBe(0);
  };
  const setCorefile = async (Corefile: string): Promise<void> => {
    const patch = `--patch=${JSON.stringify({ data: { Corefile } })}`;
    const inSystem = ['--namespace=kube-system'];
    await kubectl('patch', 'configmap/coredns', ...inSystem, patch);
    await kubectl('rollout', 'restart', 'deployment/coredns', ...inSystem);
    await kubectl('rollout', 'status', 'deployment/coredns', ...inSystem);
  };
  const expectFailure = async (code: string, says: RegExp): Promise<HuntResult> => {
    const result = await importBoard();
    expect(isOneClearError(result), result.stdout.slice(-3000) + result.stderr).toBe(true);
    expect(errorOf(result)).toMatchObject({ code, message: expect.stringMatching(says) as string });
    return result;
  };
  const expectImported = async (): Promise<HuntResult> => {
    const result = await importBoard();
    expect(finished(result), result.stdout.slice(-3000)).toMatchObject({ ok: true });
    const clusters = (await listClusters(rancher)).filter(({ id }) => id !== 'local');
    expect(clusters).toMatchObject([{ name: 'demo-blue', state: 'active' }]);
    return result;
  };

  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name, { until: 'all', agentPatienceSeconds: 5 });
    const cluster = await folder.run('kapsule', '--json', '--until', 'cluster');
    expect(cluster.exitCode, cluster.stdout.slice(-3000)).toBe(0);
    machine = await findMachine(stage.name, folder.name);
    rancher = createRancherClient({
      url: `https://${hostName}`,
      connectTo: { address: machine.address },
      trustedCertificates: stage.certificateAuthority.issuerCertificates,
      token: await readFile(join(folder.secrets, 'rancher-token'), 'utf8'),
    });
    const configuration = [
      'configmap/coredns',
      '--namespace=kube-system',
      '--output=jsonpath={.data.Corefile}',
    ];
    corefile = await kubectl('get', ...configuration);
  }, patienceMs);
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('goes to the Rancher of the hunt by its name, whatever somebody made of that meanwhile', async () => {
    await updateSetting(rancher, 'server-url', 'https://elsewhere.example.com');
    // Agents are to trust one CA only, and now are given none.
    await onGameMaster('patch', ...rancherDeployment, '--type=json', `--patch=${JSON.stringify(withoutCa)}`);
    await onGameMaster('rollout', 'status', ...rancherDeployment);
    // For a moment the pod before it still answers.
    await expect
      .poll(async () => (await readSetting(rancher, 'cacerts'))?.value, { timeout: 60_000, interval: 500 })
      .toBe('');
    const secret = await readFile(join(folder.secrets, 'tsig-names'), 'utf8');
    await sendUpdate(
      { host: machine.address },
      { zone: 'demo.example.com', steps: [{ kind: 'delete-set', name: hostName, type: 'A' }] },
      { key: { name: 'names.demo.example.com', algorithm: 'hmac-sha256', secret: secret.trim() } },
    );
    const plan = await folder.run('plan', '--json');
    expect(changesOf(plan).map(({ resource }) => resource)).toContain(`name:${hostName}`);
    // From here on its pods do not find that name, wherever it is published.
    await setCorefile(
      corefile.replace('.:53 {', `.:53 {\n  template ANY ANY ${hostName} { rcode NXDOMAIN }`),
    );
    const failed = await expectFailure(
      'agent-cannot-resolve',
      new RegExp(`cannot resolve the name in https://${hostName}.*ENOTFOUND.*import again`, 's'),
    );
    expect(noticesOf(failed)[0]).toMatch(
      /^the game master first, which is not finished \(.*rancher-setup\)$/,
    );
    expect(await readSetting(rancher, 'server-url')).toMatchObject({ value: `https://${hostName}` });
    expect(await readSetting(rancher, 'cacerts')).toMatchObject({
      value: expect.stringContaining('BEGIN') as string,
    });
    await setCorefile(corefile);
  });

  test('that is kept away from port 443 is told so by the next run, which has found the name', async () => {
    const node = await findNodeAddress(stage.name, folder.name);
    await machine.run(`nft add table inet intruder
      nft 'add chain inet intruder input { type filter hook input priority -10; }'
      nft add rule inet intruder input ip saddr ${node} tcp dport 443 drop`);
    await expectFailure('agent-cannot-connect', /cannot reach .*no answer.*port 443 is open/s);
    await machine.run('nft delete table inet intruder');
  });

  test('is done by the next run when nothing is in its way, and the one after that changes nothing', async () => {
    await expectImported();
    expect(finished(await expectImported())).toMatchObject({ changed: 0 });
  });

  test('is done again when somebody has deleted the board in Rancher', async () => {
    const before = await findCluster(rancher, 'demo-blue');
    await deleteCluster(rancher, before?.id ?? '');
    const again = await expectImported();
    expect(changesOf(again).map(({ resource }) => resource)).toEqual(['rancher:cluster', 'rancher:agent']);
    expect((await findCluster(rancher, 'demo-blue'))?.id).not.toBe(before?.id);
  });
});
