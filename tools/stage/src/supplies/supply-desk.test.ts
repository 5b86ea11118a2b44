import { expect, test } from 'vitest';
import { createSupplyDesk } from './supply-desk.ts';

test('who waits gets what is delivered; it is ordered once', async () => {
  const orders: string[] = [];
  const desk = createSupplyDesk((name) => orders.push(name));
  const [one, other] = [desk.get('charts'), desk.get('charts')];
  desk.deliver({ name: 'charts', state: 'made', value: ['/charts/a'] });
  expect(await one).toEqual(['/charts/a']);
  expect(await other).toEqual(['/charts/a']);
  expect(await desk.get('charts')).toEqual(['/charts/a']);
  expect(orders).toEqual(['charts']);
});

test('what was delivered before anybody asked is there', async () => {
  const desk = createSupplyDesk(() => expect.unreachable());
  desk.deliver({ name: 'k3s v1', state: 'made', value: '/releases/v1' });
  expect(await desk.get('k3s v1')).toBe('/releases/v1');
});

test('a failure reaches all who wait; who asks later has it made again', async () => {
  const orders: string[] = [];
  const desk = createSupplyDesk((name) => orders.push(name));
  const first = desk.get('k3s v1');
  desk.deliver({ name: 'k3s v1', state: 'failed', message: 'no Go' });
  await expect(first).rejects.toThrow('the stage could not make its k3s v1: no Go');
  const second = desk.get('k3s v1');
  desk.deliver({ name: 'k3s v1', state: 'made', value: '/releases/v1' });
  expect(await second).toBe('/releases/v1');
  expect(orders).toEqual(['k3s v1', 'k3s v1']);
});
