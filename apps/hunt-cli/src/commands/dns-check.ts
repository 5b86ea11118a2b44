import { look } from '../checks/check.ts';
import { checkHuntDelegation } from '../checks/delegation.ts';
import { checkNameServer } from '../checks/name-server.ts';
import { findGameMaster } from '../environment/find-game-master.ts';
import { emitFindings } from './emit-findings.ts';
import type { Verb } from './verb.ts';

export const check: Verb = {
  name: 'check',
  summary: 'Follow the delegation from the root and ask every name server; exit 1 if something is wrong',
  examples: [
    ['npx hunt dns check', 'does the world find the subdomain'],
    ['npx hunt dns check --json', 'for a monitor: one finding a line'],
  ],
  async run(session) {
    const { hunt } = session.configuration;
    const { internet } = await session.connect({ start: false });
    const findings = await Promise.all([
      look('delegation', 'see whether the internet can be reached from here', () =>
        checkHuntDelegation(hunt.domain, internet, session.signal),
      ),
      look('name-server', 'run hunt core', async () => {
        const { address } = await findGameMaster(session);
        return checkNameServer(address, hunt, session.signal);
      }),
    ]);
    return emitFindings(session, findings.flat());
  },
};
