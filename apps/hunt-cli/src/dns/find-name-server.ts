import { KeyMissingError } from '../environment/game-master.ts';
import { findGameMaster } from '../environment/find-game-master.ts';
import type { Session } from '../run/session.ts';
import { readTsigKeys, type TsigKeys } from './tsig-keys.ts';

/** The name server of the subdomain, and what it lets us do. */
export interface NameServer {
  address: string;
  domain: string;
  keys: TsigKeys;
}

/** @throws NoMachineError, KeyMissingError */
export async function findNameServer(session: Session): Promise<NameServer> {
  const { domain } = session.configuration.hunt;
  const { address } = await findGameMaster(session);
  const keys = await readTsigKeys(await session.secrets(), domain);
  if (keys === undefined) {
    throw new KeyMissingError(
      `the keys of ${domain} are missing; this is not the folder it was made from, or hunt core has not got that far`,
    );
  }
  return { address, domain, keys };
}
