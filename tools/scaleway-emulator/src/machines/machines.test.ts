import { setImmediate as nextTurn } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { benchmarkAddresses } from './address-pool.ts';
import { noMachines, type MachineToPowerOn } from './machine-driver.ts';
import { Machines } from './machines.ts';

const machine = (): MachineToPowerOn => ({
  serverId: 'server',
  name: 'master',
  volumeId: 'volume',
  addresses: [],
  securityGroup: {
    stateful: true,
    inboundDefaultPolicy: 'accept',
    outboundDefaultPolicy: 'accept',
    rules: [],
  },
});

const never = new AbortController().signal;

test('a machine starts after its volume is made, and stops after it has started', async () => {
  const calls: string[] = [];
  const slowly = (name: string) => async (): Promise<void> => {
    calls.push(`${name} begins`);
    await nextTurn();
    calls.push(`${name} ends`);
  };
  const machines = new Machines({
    ...noMachines,
    createVolume: slowly('volume'),
    powerOn: slowly('start'),
    powerOff: slowly('stop'),
  });
  void machines.createVolume({ id: 'volume', imageLabel: 'debian_bookworm', sizeBytes: 1 });
  void machines.powerOn(machine, 'volume', never);
  await machines.powerOff('server');
  expect(calls).toEqual([
    'volume begins',
    'volume ends',
    'start begins',
    'start ends',
    'stop begins',
    'stop ends',
  ]);
});

test('the driver never hears of a machine or volume that it did not make', async () => {
  const refuse = (): Promise<void> => Promise.reject(new Error('unknown'));
  const machines = new Machines({ ...noMachines, powerOff: refuse, terminate: refuse, deleteVolume: refuse });
  await machines.powerOff('server');
  await machines.terminate('server');
  await machines.deleteVolume('volume');
});

test('a failure is told to who asked, and does not stop what follows', async () => {
  let attempts = 0;
  const machines = new Machines({
    ...noMachines,
    powerOn: async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('no room');
    },
  });
  await expect(machines.powerOn(machine, 'volume', never)).rejects.toThrow('no room');
  await machines.powerOn(machine, 'volume', never);
  expect(attempts).toBe(2);
});

test('a start that was given up before its turn does not happen', async () => {
  let started = false;
  const machines = new Machines({
    ...noMachines,
    powerOn: async () => {
      started = true;
    },
  });
  await expect(machines.powerOn(machine, 'volume', AbortSignal.abort())).rejects.toThrow();
  await machines.settle();
  expect(started).toBe(false);
});

test('addresses are handed out in order, and come from 198.18.0.0/15', () => {
  const pool = benchmarkAddresses();
  expect([pool.take(), pool.take()]).toEqual(['198.18.0.1', '198.18.0.2']);
  pool.give('198.18.0.1');
  let last = '';
  for (let count = 3; count <= 0x1_ff_fe; count += 1) last = pool.take();
  expect(last).toBe('198.19.255.254');
  expect(pool.take()).toBe('198.18.0.1');
  expect(() => pool.take()).toThrow('All addresses of 198.18.0.0/15 are taken');
});
