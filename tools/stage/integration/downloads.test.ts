import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Outsider, StageDescription } from '@wescale/stage';
import { stageStatus, stageUp, startOutsider, startStage, waitForSupplies } from '@wescale/stage';
import { boardChartFolders } from '@wescale/understudies';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnAStage } from './on-a-stage.ts';
import { scalewayApi } from './scaleway-api.ts';

const run = promisify(execFile);

describeOnAStage('what a stage hands out', () => {
  let stage: StageDescription & AsyncDisposable;
  let outsider: Outsider;
  const rancherCharts = (): string =>
    stage.chartRepositories['https://releases.rancher.com/server-charts/stable'] ?? '';
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'stage-downloads-'));
    stage = await startStage();
    outsider = await startOutsider(stage);
  });

  afterAll(async () => {
    await outsider[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Fetches from a network that is neither the host's nor a machine's. */
  const curl = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await outsider.run('curl', ['-sS', ...args]);
    if (exitCode !== 0) throw new Error(`curl ended with ${String(exitCode)}: ${stderr}`);
    return stdout;
  };

  test('a channel of k3s leads to a version, and that to a program with the checksum beside it', async () => {
    const { k3sChannelUrl, k3sArtifactUrl } = stage.releases;
    const effective = await curl(
      ...['-L', '-o', '/dev/null', '-w', '%{url_effective}'],
      `${k3sChannelUrl}/stable`,
    );
    const version = effective.split('/').at(-1) ?? '';
    expect(version).toMatch(/^v1\.36\.\d+\+k3s1$/);
    const release = `${k3sArtifactUrl}/${version.replace('+', '%2B')}`;
    const checksums = await curl('-fL', `${release}/sha256sum-amd64.txt`);
    const file = path.join(folder, 'k3s');
    await curl('-fL', '-o', file, '-r', '0-999999', `${release}/k3s`);
    await curl('-fL', '-o', file, '-C', '-', `${release}/k3s`);
    const digest = createHash('sha256').update(await readFile(file));
    expect(checksums).toContain(`${digest.digest('hex')}  k3s\n`);
  });

  test('a download is damaged when a test wants it', async () => {
    const { origin } = new URL(rancherCharts());
    const index = `${rancherCharts()}/index.yaml`;
    const whole = await curl(index);
    const damage = JSON.stringify({ pathEnd: 'index.yaml', how: 'flip' });
    await curl('-f', '-d', damage, `${origin}/_stage/damages`);
    expect(await curl(index)).not.toBe(whole);
    expect(await curl(index)).toBe(whole);
  });

  test('helm finds the charts in their repository, with a digest that holds', async () => {
    const environment = { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder };
    const repository = ['--repo', rancherCharts()];
    await run(stage.helm, ['pull', 'rancher', ...repository, '--version', '2.15.0', '-d', folder], {
      env: environment,
    });
    const digest = createHash('sha256').update(await readFile(path.join(folder, 'rancher-2.15.0.tgz')));
    expect(await curl(`${rancherCharts()}/index.yaml`)).toContain(digest.digest('hex'));
    expect((await run(stage.kubectl, ['version', '--client'])).stdout).toContain('v1.36.3');
  });

  test('helm pulls the charts of the board from the registry that stands in for theirs, over plain HTTP', async () => {
    const environment = { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder };
    const helm = (...args: string[]): Promise<unknown> =>
      run(stage.helm, [...args, '--plain-http', '-d', folder], { env: environment });
    for (const { name, version, repository } of boardChartFolders()) {
      const place = stage.chartRepositories[repository] ?? '';
      if (!repository.startsWith('oci:')) continue;
      await helm('pull', `${place}/${name}`, '--version', version);
      // Helm finds the newest one only among tags that are strict semantic versions, which v1 is not.
      if (!version.startsWith('v')) await helm('pull', `${place}/${name}`);
      expect(await readdir(folder)).toContain(`${name}-${version}.tgz`);
      await expect(helm('pull', `${place}/${name}`, '--version', '0.0.1')).rejects.toThrow('0.0.1');
    }
  });

  test('the registry has the images of k3s and says which one it has not', async () => {
    const ask = (image: string): Promise<string> =>
      curl('-w', '%{http_code}', `${stage.registryMirror}/v2/${image}?ns=docker.io`);
    expect(await ask('rancher/mirrored-pause/manifests/3.6')).toMatch(/200$/);
    expect(await ask('library/none/manifests/v1')).toContain('does not have docker.io/library/none:v1');
    expect(await readFile(path.join(stage.directory, 'stage.log'), 'utf8')).toContain(
      'the registry does not have docker.io/library/none:v1',
    );
  });

  test('what cannot be made is said to who asks for it, and is made when somebody asks again', async () => {
    const programs = path.join(folder, 'ready-made');
    await mkdir(programs);
    process.env['HUNT_STAGE_KUBERNETES'] = programs;
    await using other = await startStage();
    delete process.env['HUNT_STAGE_KUBERNETES'];
    const image = `${other.registryMirror}/v2/rancher/mirrored-coredns-coredns/manifests/1.15.0`;
    const ask = async (): Promise<string> => (await run('curl', ['-sS', image])).stdout;
    expect(await ask()).toContain(`could not make its coredns-image: `);
    expect((await stageStatus({ name: other.name }))[0]?.supplies).toContainEqual({
      ...{ name: 'coredns-image', state: 'failed' },
      message: expect.stringContaining(programs) as string,
    });
    await expect(waitForSupplies(other, { names: ['coredns-image'] })).rejects.toThrow(programs);
    for (const name of ['kube', 'coredns']) await writeFile(path.join(programs, name), '', { mode: 0o755 });
    const heard: string[] = [];
    await waitForSupplies(other, { names: ['coredns-image'], onProgress: (line) => heard.push(line) });
    expect(heard.join()).toContain('The stage is making coredns-image');
    expect(await ask()).toContain('"schemaVersion":2');
  });

  test('a cluster that cannot be built is refused at once, with what failed, and made when that is mended', async () => {
    const offline = path.join(folder, 'offline');
    const { stdout: go } = await run('sh', ['-c', 'command -v go']);
    const gone = `[ -e ${offline} ] && { echo 'lookup modules.example: no such host' >&2; exit 1; }`;
    await mkdir(path.join(folder, 'bin'));
    await writeFile(path.join(folder, 'bin/go'), `#!/bin/sh\n${gone}\nexec ${go.trim()} "$@"\n`, {
      mode: 0o755,
    });
    const { PATH = '' } = process.env;
    process.env['PATH'] = `${path.join(folder, 'bin')}:${PATH}`;
    await using other = await startStage();
    process.env['PATH'] = PATH;
    await writeFile(offline, '');
    const clusters = `/k8s/v1/regions/${other.region}/clusters`;
    const api = scalewayApi(other);
    const ask = (): Promise<unknown> =>
      api.request('POST', clusters, {
        ...{ name: 'board', version: '1.36.3', cni: 'cilium', project_id: other.projectId },
      });
    await expect(ask()).rejects.toThrow(
      /503.*cluster_driver_failure.*could not make its kapsule 1\.36\.3: .*no such host.*run again/,
    );
    expect(await api.request('GET', clusters)).toMatchObject({ clusters: [] });
    await rm(offline);
    expect(await ask()).toMatchObject({ status: 'creating' });
  });

  test('a stage that another version of the checkout brought up is not taken for ours', async () => {
    const file = path.join(stage.directory, 'description.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(stage.version, '1'));
    await expect(stageUp({ name: stage.name })).rejects.toThrow(/another version.*nx run stage:down/);
    await writeFile(file, text);
    expect(await stageUp({ name: stage.name })).toMatchObject({ apiUrl: stage.apiUrl });
  });
});
