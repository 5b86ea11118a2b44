import { expect, test } from 'vitest';
import { boardOfNames, planBoardNames, planBoardNamesEnd } from './plan-board-names.ts';

const hunt = { domain: 'hunt.example' };
const addresses = (address: string) =>
  ['grafana', 'drone', 'game', '*.apps'].map((label) => ({
    name: `${label}.hunt.example.`,
    type: 'A',
    data: address,
  }));
const owner = (board: string) => ({ name: '_board.hunt.example.', type: 'TXT', data: `"${board}"` });

test('names that nobody has are published, with the board that has them now', () => {
  const changes = planBoardNames([], { hunt, board: 'blue', address: '192.0.2.1' });
  expect(changes.map(({ summary }) => summary)).toEqual([
    'publish grafana.hunt.example A 192.0.2.1',
    'publish drone.hunt.example A 192.0.2.1',
    'publish game.hunt.example A 192.0.2.1',
    'publish *.apps.hunt.example A 192.0.2.1',
    'give the names to board blue',
  ]);
  expect(changes[0]?.steps[1]).toMatchObject({ ttlSeconds: 60, data: '192.0.2.1' });
});

test('names that are as they should be are left alone', () => {
  const records = [...addresses('192.0.2.1'), owner('blue')];
  expect(boardOfNames(records, hunt)).toBe('blue');
  expect(planBoardNames(records, { hunt, board: 'blue', address: '192.0.2.1' })).toEqual([]);
});

test('names move to another board together with the record of whose they are', () => {
  const records = [...addresses('192.0.2.1'), owner('blue')];
  const changes = planBoardNames(records, { hunt, board: 'green', address: '192.0.2.2' });
  expect(changes).toHaveLength(5);
  expect(changes.at(-1)).toMatchObject({ action: 'update', reason: 'board blue has them' });
});

test('at the end all of them go, and only those that are there', () => {
  expect(planBoardNamesEnd([owner('blue'), ...addresses('192.0.2.1').slice(0, 1)], hunt)).toMatchObject([
    { action: 'delete', resource: 'name:grafana.hunt.example' },
    { action: 'delete', resource: 'name:_board.hunt.example' },
  ]);
});
