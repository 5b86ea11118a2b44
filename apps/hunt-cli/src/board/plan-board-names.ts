import { isSameName, type ZoneRecord } from '@wescale/bind9-zone';
import type { Hunt } from '../configuration/hunt-schema.ts';
import { planNames, type NameChange } from '../dns/plan-names.ts';
import { boardHostNames, boardNameTtlSeconds, boardRecordName } from './board-names.ts';

type Records = readonly Pick<ZoneRecord, 'name' | 'type' | 'data'>[];

/** The board that the names lead to; undefined when they lead to none. */
export function boardOfNames(records: Records, hunt: Pick<Hunt, 'domain'>): string | undefined {
  const name = boardRecordName(hunt);
  const found = records.find((record) => record.type === 'TXT' && isSameName(record.name, name));
  return found?.data.replace(/^"(.*)"$/, '$1');
}

/**
 * What has to change for the names to lead to a board (pure). The addresses and the record of whose they are change in
 * one UPDATE.
 *
 * @param address of the board's load balancer
 */
export function planBoardNames(
  records: Records,
  { hunt, board, address }: { hunt: Pick<Hunt, 'domain'>; board: string; address: string },
): NameChange[] {
  const wanted = boardHostNames(hunt).map((name) => ({ name, address, ttlSeconds: boardNameTtlSeconds }));
  const owner = boardOfNames(records, hunt);
  const changes = planNames(records, wanted);
  if (owner === board) return changes;
  const name = boardRecordName(hunt);
  return [
    ...changes,
    {
      action: owner === undefined ? 'create' : 'update',
      resource: `name:${name}`,
      summary: `give the names to board ${board}`,
      reason: owner === undefined ? 'no board has them' : `board ${owner} has them`,
      steps: [
        { kind: 'delete-set', name, type: 'TXT' },
        { kind: 'add', name, type: 'TXT', ttlSeconds: boardNameTtlSeconds, data: `"${board}"` },
      ],
    },
  ];
}

/** What has to change for the names to lead nowhere (pure). */
export function planBoardNamesEnd(records: Records, hunt: Pick<Hunt, 'domain'>): NameChange[] {
  const names = [
    ...boardHostNames(hunt).map((name) => ({ name, type: 'A' })),
    { name: boardRecordName(hunt), type: 'TXT' },
  ];
  return names
    .filter(({ name, type }) =>
      records.some((record) => record.type === type && isSameName(record.name, name)),
    )
    .map(({ name, type }) => ({
      action: 'delete',
      resource: `name:${name}`,
      summary: `take ${name} ${type} out of the zone`,
      reason: 'the board that it leads to goes',
      steps: [{ kind: 'delete-set', name, type }],
    }));
}
