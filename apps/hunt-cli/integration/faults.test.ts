import { connectToEmulator, type FaultKind } from '@wescale/scaleway-emulator';
import { startStage } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOneClearError } from '../sweep/judge-run.ts';
import { countOfEach, nothing, takeCensus } from './account.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

const instance = '/instance/v1/zones/fr-par-1';

/** Faults that pass by themselves, each at another call of a first run. */
const passing: [kind: FaultKind, method: string, path: string][] = [
  ['too_many_requests', 'POST', '/iam/v1alpha1/ssh-keys'],
  ['reply_lost', 'POST', `${instance}/ips`],
  ['permissions_denied', 'POST', `${instance}/security_groups`],
  ['server_error', 'PUT', `${instance}/security_groups/:id/rules`],
  ['reply_lost', 'POST', `${instance}/servers`],
  ['hang', 'PATCH', `${instance}/servers/:id/user_data/cloud-init`],
  ['transient_state', 'POST', `${instance}/servers/:id/action`],
  ['upstream_timeout', 'DELETE', `${instance}/servers/:id/user_data/cloud-init`],
];

describe('an API that fails (the whole sweep: nx run hunt-cli:sweep)', () => {
  let stage: Stage;
  let folder: HuntFolder;
  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name, { callTimeoutSeconds: 3 });
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test.each([
    ['quotas_exceeded', 'POST', `${instance}/servers`, 'quota-exceeded'],
    ['out_of_stock', 'POST', `${instance}/servers/:id/action`, 'out-of-stock'],
  ] as const)('%s at %s %s ends the run in one clear error', async (kind, method, path, code) => {
    await connectToEmulator(stage.apiUrl).inject({ kind, method, path });
    const result = await folder.run('core', '--json');
    expect(isOneClearError(result), result.stdout + result.stderr).toBe(true);
    expect(result.events.find(({ event }) => event === 'error')).toMatchObject({ code });
    expect(result.events.at(-1)).toMatchObject({ event: 'finished', ok: false });
  });

  test('what passes is waited for: eight faults in one run, and still one of everything', async () => {
    await folder.run('destroy', '--yes');
    const control = connectToEmulator(stage.apiUrl);
    await control.clearJournal();
    for (const [kind, method, path] of passing) await control.inject({ kind, method, path });
    const { exitCode, stdout } = await folder.run('core');
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toMatch(/^instance: retrying to change .* after 500 \(server error\), in 0\.\d s$/m);
    expect(stdout).toMatch(/^instance: retrying to .* after no answer, in 0\.\d s$/m);
    const met = (await control.journal()).flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
    expect(met.toSorted()).toEqual(passing.map(([kind]) => kind).toSorted());
    expect(await takeCensus(stage.name)).toEqual(countOfEach(1));
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
  });

  test('destroy then leaves nothing', async () => {
    expect(await folder.run('destroy', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await takeCensus(stage.name)).toEqual(nothing);
  });
});
