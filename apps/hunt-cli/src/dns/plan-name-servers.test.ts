import { expect, test } from 'vitest';
import { planNameServers } from './plan-name-servers.ts';

const domain = 'hunt.example.com';
const ns = (data: string) => ({ name: `${domain}.`, type: 'NS', data });
const own = `ns1.${domain}`;

test('a zone that names whom it shall needs nothing, whatever else is in it', () => {
  const below = { name: `below.${domain}.`, type: 'NS', data: 'ns.example.org.' };
  expect(planNameServers([ns(`NS1.${domain}.`), below], domain, [own])).toEqual([]);
});

test('one that cannot be read yet will name them from its first version on', () => {
  expect(planNameServers(undefined, domain, [own, 'ns2.example.org'])).toEqual([]);
});

test('new ones are added before old ones go, so that there is always one', () => {
  const [change] = planNameServers([ns('ns9.example.org.')], domain, [own]);
  expect(change).toMatchObject({ action: 'update', reason: 'it names ns9.example.org' });
  expect(change?.steps.map(({ kind }) => kind)).toEqual(['add', 'delete-record']);
});
