import { describe, expect, test } from 'vitest';
import { applyInfra, planInfra, readInfra, type DesiredInfra } from '@wescale/scw-infra';
import { desiredInfra, isWrite, nothing, oneOfEach, startWorld } from './world.ts';

const withInstance = (instance: Partial<DesiredInfra['instance']>): DesiredInfra => ({
  ...desiredInfra,
  instance: { ...desiredInfra.instance, ...instance },
});

describe('what the zone does not have', () => {
  test('is found out before anything is created: out of stock', async () => {
    await using world = await startWorld();
    await world.emulator.control.setAvailability('DEV1-S', 'shortage');
    await expect(world.converge()).rejects.toMatchObject({
      code: 'out-of-stock',
      type: 'DEV1-S',
      zone: 'fr-par-1',
      remedy: 'Choose another Instance type or zone, or try later.',
    });
    expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
    expect(await world.census()).toEqual(nothing);
  });

  test('is a typed error when it is found out at power-on, and a later run goes on from there', async () => {
    await using world = await startWorld();
    const plan = planInfra(await readInfra(world.client, desiredInfra), desiredInfra);
    await world.emulator.control.setAvailability('DEV1-S', 'shortage');
    await expect(applyInfra(world.client, desiredInfra, plan)).rejects.toMatchObject({
      code: 'out-of-stock',
      type: 'DEV1-S',
      zone: 'fr-par-1',
    });
    await world.emulator.control.setAvailability('DEV1-S', 'available');
    expect((await world.converge()).changes.map(({ sentence }) => sentence)).toEqual([
      'power on instance demo: it is stopped',
    ]);
    expect(await world.census()).toEqual(oneOfEach);
  });

  test('is worth a note when it is scarce', async () => {
    await using world = await startWorld();
    await world.emulator.control.setAvailability('DEV1-S', 'scarce');
    expect(await world.converge()).toMatchObject({ notes: ['DEV1-S is scarce in fr-par-1'] });
  });

  test.each([
    ['type-not-offered', { commercialType: 'DEV9-S' }, 'DEV9-S does not exist in fr-par-1'],
    ['image-not-offered', { imageLabel: 'debian_99' }, 'image debian_99 does not exist in fr-par-1'],
  ] as const)('blocks the plan: %s', async (code, instance, sentence) => {
    await using world = await startWorld();
    await expect(world.converge({ desired: withInstance(instance) })).rejects.toMatchObject({
      code: 'plan-blocked',
      blockers: expect.arrayContaining([expect.objectContaining({ code, sentence })]) as unknown,
    });
    expect(await world.census()).toEqual(nothing);
  });
});
