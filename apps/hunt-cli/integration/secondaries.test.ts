import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, recordsOfType, sendUpdate, transferZone, type TsigKey } from '@wescale/bind9-zone';
import { startNamed, type RunningNamed } from '@wescale/real-servers';
import { startOutsider, startStage, type Outsider } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOneClearError } from '../sweep/judge-run.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { findMachine, runWithInput } from './machine.ts';
import { openParentZone, type ParentZone } from './parent-zone.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

describe('a second name server', () => {
  const domain = 'demo.example.com';
  const [primaryName, secondaryName] = [`ns1.${domain}`, `ns2.${domain}`];
  let stage: Stage;
  let folder: HuntFolder;
  let outsider: Outsider;
  /** On the internet, as the stage has it; the outsider has it beside his own. */
  let secondaryAddress = '';
  let parentZone: ParentZone;
  let secondary: RunningNamed | undefined;
  /** Of the game master. */
  let address = '';
  let huntYaml = '';

  const keyFrom = async (file: string, name: string): Promise<TsigKey> => ({
    ...{ name, algorithm: 'hmac-sha256' },
    secret: await readFile(join(folder.secrets, file), 'utf8'),
  });
  const name = async (...servers: { name: string; address: string; transferKey?: string }[]) =>
    writeFile(
      join(folder.directory, 'hunt.yaml'),
      `${huntYaml}dns: ${JSON.stringify({ secondaries: servers })}\n`,
    );

  const publish = async (of: string) => {
    const add = { kind: 'add', name: of, type: 'A', ttlSeconds: 60, data: '192.0.2.1' } as const;
    const key = await keyFrom('tsig-names', `names.${domain}`);
    await sendUpdate({ host: address }, { zone: domain, steps: [add] }, { key });
  };
  /** By the secondary. */
  const seen = async (of: string) => {
    const { answers, isAuthoritative } = await ask({ host: secondaryAddress }, { name: of, type: 'A' });
    return isAuthoritative ? recordsOfType(answers, 'A').map((record) => record.address) : 'lame';
  };

  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name);
    outsider = await startOutsider(stage);
    // Between the stage's own servers and its machines.
    secondaryAddress = stage.addressRange.replace('.0/24', '.31');
    await outsider.run('ip', ['address', 'add', `${secondaryAddress}/32`, 'dev', 'eth0']);
    const route = ['route', 'add', secondaryAddress, 'via', outsider.address];
    await runWithInput('ip', ['-netns', `hunt-${stage.name}`, ...route]);
    parentZone = openParentZone(stage, domain);
    huntYaml = await readFile(join(folder.directory, 'hunt.yaml'), 'utf8');
  });
  afterAll(async () => {
    await secondary?.[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('that is not set up yet is named with what it needs, and nobody is led to it', async () => {
    await name({ name: secondaryName, address: secondaryAddress, transferKey: 'second' });
    const result = await folder.run('core', '--json');
    expect(isOneClearError(result), result.stdout + result.stderr).toBe(true);
    const { message } = result.events.find((event) => event.event === 'error')!;
    expect(message).toContain(`${secondaryName} (${secondaryAddress}), which `);
    expect(message).toContain(
      `  - ${secondaryName}: key second, whose secret is in ${join(folder.secrets, 'tsig-secondary-second')}`,
    );
    expect(await parentZone.read()).toEqual([]);
    ({ address } = await findMachine(stage.name, folder.name));
  });

  test('copies the zone with its key, is told of changes, and the world is led to both', async () => {
    secondary = await startNamed({
      ...{ address: secondaryAddress, port: 53, network: outsider.network },
      keys: [await keyFrom('tsig-secondary-second', 'second')],
      zones: [{ name: domain, type: 'secondary', statements: [`primaries { ${address} key second; };`] }],
    });
    const core = await folder.run('core', '--json');
    expect(core.exitCode, core.stdout.slice(-2000) + secondary.log()).toBe(0);
    expect(await parentZone.read()).toEqual([
      `demo NS ${primaryName}. ${secondaryName}.`,
      `ns1.demo A ${address}`,
      `ns2.demo A ${secondaryAddress}`,
    ]);
    expect(await seen(secondaryName)).toEqual([secondaryAddress]);
    const blue = `blue.${domain}`;
    await publish(blue);
    // By itself it would look again in an hour, as the SOA says.
    await expect.poll(() => seen(blue), { timeout: 20_000 }).toEqual(['192.0.2.1']);
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
    const check = await folder.run('dns check', '--json');
    expect(check.exitCode, check.stdout).toBe(0);
    expect(check.stdout).toContain(`${secondaryName} (${secondaryAddress}, serial `);
  });

  test('that is down is found by dns check, and has what it missed once core has run', async () => {
    await secondary?.kill();
    const green = `green.${domain}`;
    await publish(green);
    const check = await folder.run('dns check', '--json');
    expect(check.exitCode).toBe(1);
    expect(check.events).toContainEqual(
      expect.objectContaining({
        ...{ check: 'unreachable', ok: false },
        message: expect.stringContaining(secondaryName) as unknown,
      }),
    );
    // It has the zone of before in a file, and would look for a newer one after minutes.
    await secondary?.start();
    expect(await seen(green)).toEqual([]);
    const core = await folder.run('core', '--json');
    expect(core.exitCode, core.stdout.slice(-2000)).toBe(0);
    expect(await seen(green)).toEqual(['192.0.2.1']);
  });

  test('that is taken out of hunt.yaml is neither named nor let in any more', async () => {
    await writeFile(join(folder.directory, 'hunt.yaml'), huntYaml);
    const diff = await folder.run('dns diff');
    expect(diff.exitCode).toBe(2);
    expect(diff.stdout).toContain(
      `name ${primaryName} as name servers of ${domain} (it names ${primaryName}, ${secondaryName})`,
    );
    const core = await folder.run('core', '--json');
    expect(core.exitCode, core.stdout.slice(-2000)).toBe(0);
    expect(await parentZone.read()).toEqual([`demo NS ${primaryName}.`, `ns1.demo A ${address}`]);
    const key = await keyFrom('tsig-secondary-second', 'second');
    await expect(transferZone({ host: address }, domain, { key })).rejects.toMatchObject({
      code: 'bad-key',
    });
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
  });
});
