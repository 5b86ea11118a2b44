import { expect, test } from 'vitest';
import { readInfra } from '@wescale/scw-infra';
import { desiredInfra, oneOfEach, startWorld } from './world.ts';

const isHeld = (url: string): boolean => /\/(ips|volumes)\?/.test(url);

/**
 * The five lists are five calls: between two of them an Instance may go. Here the lists of IPs and volumes
 * are of the time before, the list of Instances is of the time after.
 */
test('an instance that goes while the lists are read leaves its IP to be used and its volume to be deleted', async () => {
  await using world = await startWorld();
  await world.converge();
  const { server, volume, ip } = await readInfra(world.client, desiredInfra);
  await world.call('PATCH', `/block/v1/zones/fr-par-1/volumes/${volume!.id}`, {
    tags: [desiredInfra.tag, 'delete=when-detached'],
  });

  const before = new Map<string, Response>();
  const recorder = world.clientWith({
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const url = input instanceof Request ? input.url : input.toString();
      if (isHeld(url)) before.set(url, response.clone());
      return response;
    },
  });
  await readInfra(recorder, desiredInfra);
  expect(before.size).toBe(2);

  const serverPath = `/instance/v1/zones/fr-par-1/servers/${server!.id}`;
  await world.call('POST', `${serverPath}/action`, { action: 'terminate' });
  while (await world.call('GET', serverPath).catch(() => undefined))
    await new Promise((resolve) => setTimeout(resolve, 5));

  const replayer = world.clientWith({
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      const recorded = before.get(url);
      before.delete(url);
      return recorded ?? fetch(input, init);
    },
  });
  const plan = await world.converge({ client: replayer });
  expect(plan.changes.map(({ step }) => step.kind)).toEqual(['create-instance', 'delete-volume']);
  expect(plan.existing.address).toBe(ip!.address);
  expect(await world.census()).toEqual(oneOfEach);
});
