import { readFileSync, readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSshKeyPair, stageDown, stageStatus, stageUp, startStage } from '@wescale/stage';
import { expect, test } from 'vitest';
import { cloudInit } from './cloud-init.ts';
import { scalewayApi } from './scaleway-api.ts';
import { createSshClient } from './ssh-client.ts';
import { tracesOf } from './traces.ts';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('a stage', () => {
  const drawName = (): string => `test-${randomBytes(4).toString('hex')}`;

  test('up is idempotent, side by side too; down removes everything; down again changes nothing', async () => {
    const name = drawName();
    const [stage, same] = await Promise.all([stageUp({ name }), stageUp({ name })]);
    expect(same).toEqual(stage);
    expect(await stageUp({ name })).toEqual(stage);
    expect(await stageStatus({ name })).toMatchObject([{ name, state: 'up', machines: [] }]);
    expect(tracesOf(stage)).not.toEqual([]);

    expect(await stageDown({ name })).toBe(true);
    expect(tracesOf(stage)).toEqual([]);
    expect(await stageStatus({ name })).toEqual([]);
    expect(await stageDown({ name })).toBe(false);
  });

  test('two stages stand side by side, each with its own account, addresses and servers', async () => {
    await using one = await startStage();
    await using other = await startStage();
    expect(one.addressRange).not.toBe(other.addressRange);
    await scalewayApi(one).createServer({ name: 'alone', cloudInit: '#cloud-config\n{}\n' });
    const servers = async (stage: typeof one): Promise<unknown> =>
      scalewayApi(stage).request('GET', `/instance/v1/zones/${stage.zone}/servers`);
    expect(await servers(one)).toMatchObject({ servers: [{ name: 'alone' }] });
    expect(await servers(other)).toMatchObject({ servers: [] });
    await expect(
      scalewayApi({ ...other, secretKey: one.secretKey }).request('GET', '/iam/v1alpha1/ssh-keys'),
    ).rejects.toThrow('401');
  });

  test('the death of a part of a stage ends all of it', async () => {
    await using stage = await startStage();
    // The smallest of its servers ends the world around it, and that ends the stage.
    process.kill(
      Number(readFileSync(`/var/lib/hunt-stage/${stage.name}/names/named.pid`, 'utf8')),
      'SIGKILL',
    );
    while (tracesOf(stage).length > 0) await sleep(50);
  });

  test('what a killed stage left is removed by the next up', async () => {
    const name = drawName();
    await using ssh = await createSshClient();
    const stage = await stageUp({ name });
    try {
      const api = scalewayApi(stage);
      const hostKey = await createSshKeyPair();
      const server = await api.createServer({ name: 'left', cloudInit: cloudInit(ssh.publicKey, hostKey) });
      await api.act(server, 'poweron');
      await api.waitForState(server, 'running');
      process.kill(ownerOf(name), 'SIGKILL');
      kill(name, 'world');
      // Its machines die with it; the rest waits for whoever comes next.
      while (tracesOf(stage).some((trace) => trace.startsWith('process '))) await sleep(10);
      // A test beside this one may bring a stage up, which removes the dead one before we do.
      while ((await stageStatus({ name }))[0]?.state === 'up') await sleep(10);
      const again = await stageUp({ name });
      expect(again.secretKey).not.toBe(stage.secretKey);
      expect(await stageStatus({ name })).toMatchObject([{ state: 'up', machines: [] }]);
    } finally {
      await stageDown({ name });
    }
    expect(tracesOf(stage)).toEqual([]);
  });

  function ownerOf(name: string): number {
    const claim = JSON.parse(readFileSync(`/run/hunt-stage/${name}/claim.json`, 'utf8')) as {
      owner: { pid: number };
    };
    return claim.owner.pid;
  }

  function kill(name: string, what: 'world'): void {
    const folder = `/run/hunt-stage/${name}/processes`;
    const record = readdirSync(folder)
      .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { pid: number; what: string })
      .find((candidate) => candidate.what === what);
    if (!record) throw new Error(`the stage ${name} has no ${what}`);
    process.kill(record.pid, 'SIGKILL');
  }
});
