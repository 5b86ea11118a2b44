import { describe, expect, test } from 'vitest';
import type { MachineDriver } from '@wescale/scaleway-emulator';
import { readInfra, type ProgressEvent } from '@wescale/scw-infra';
import { desiredInfra, oneOfEach, startWorld } from './world.ts';

function createGate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

const done = (): Promise<void> => Promise.resolve();

/** Machines whose power-on is up to the test. */
const machines = (powerOn: MachineDriver['powerOn']): MachineDriver => ({
  createVolume: done,
  deleteVolume: done,
  powerOn,
  powerOff: done,
  reboot: done,
  terminate: done,
  setSecurityGroup: done,
  setAddresses: done,
});

describe('waiting for an instance', () => {
  test('has a limit, and names what was seen last; the next run waits on', async () => {
    const gate = createGate();
    await using world = await startWorld({ machines: machines(() => gate.opened) });
    await expect(world.converge({ waitTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'wait-timeout',
      awaiting: 'instance demo to be running',
      lastSeen: expect.stringMatching(/^starting: /) as unknown,
      timeoutMs: 50,
    });
    gate.open();
    await world.converge();
    expect(await world.census()).toEqual(oneOfEach);
  });

  test('stops when the signal is aborted; the next run waits on', async () => {
    const gate = createGate();
    await using world = await startWorld({ machines: machines(() => gate.opened) });
    const controller = new AbortController();
    const onProgress = ({ awaiting }: ProgressEvent): void => {
      if (awaiting?.startsWith('instance demo to be running')) controller.abort();
    };
    await expect(world.converge({ signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
    });
    gate.open();
    await world.converge();
    expect(await world.census()).toEqual(oneOfEach);
  });

  // Nobody has recorded how Scaleway shows a start that fails; that it stands still again is an assumption.
  test('names an instance that stops again while it starts; the next run goes on', async () => {
    const gate = createGate();
    await using world = await startWorld({ machines: machines(() => gate.opened) });
    let hasStarted = false;
    const client = world.clientWith({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        const body = await response.clone().text();
        if (!body.includes('"state":"starting"')) return response;
        if (!hasStarted) {
          hasStarted = true;
          return response;
        }
        const { status, headers } = response;
        return new Response(body.replace('"state":"starting"', '"state":"stopped"'), { status, headers });
      },
    });
    await expect(world.converge({ client })).rejects.toMatchObject({ code: 'start-failed' });
    gate.open();
    await world.converge();
    expect(await world.census()).toEqual(oneOfEach);
  });
});

test('a read sends its five lists at once', async () => {
  await using world = await startWorld();
  await world.converge();
  const allThere = createGate();
  let waiting = 0;
  const client = world.clientWith({
    // Would hang, and fail by its time limit, if one list waited for another.
    fetch: async (input, init) => {
      waiting += 1;
      if (waiting === 5) allThere.open();
      await allThere.opened;
      return fetch(input, init);
    },
  });
  expect(await readInfra(client, desiredInfra)).toMatchObject({ server: { state: 'running' } });
  expect(waiting).toBe(6);
});
