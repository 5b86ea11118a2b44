import { applyUpdate, ask, recordsOfType, type ZoneRecord } from '@wescale/bind9-zone';
import { boardHostNames, grafanaUrl } from '../board/board-names.ts';
import type { Board } from '../board/board.ts';
import { boardNamespaces } from '../board/namespaces.ts';
import { boardOfNames, planBoardNames } from '../board/plan-board-names.ts';
import { seeBoard } from '../board/see-board.ts';
import { awaitSecondaries } from '../dns/await-secondaries.ts';
import type { NameChange } from '../dns/plan-names.ts';
import { readRecords } from '../dns/read-records.ts';
import { readOrCreateSecondaries, type HuntSecondary } from '../dns/secondaries.ts';
import { readOrCreateTsigKeys, type TsigKeys } from '../dns/tsig-keys.ts';
import { askSite } from '../reverse-proxy/ask-site.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step, StepContext } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface NamesState {
  domain: string;
  /** Of our name server, and of the board's load balancer. */
  nameServer: string;
  address: string;
  keys: TsigKeys;
  secondaries: HuntSecondary[];
  records: ZoneRecord[];
  /** The board that has the names now. */
  owner: string | undefined;
}

/** How a board comes by the names. */
export interface NamesOptions {
  /** Takes them from another board, too. @default false */
  takesNames?: boolean;
}

/** The names that players know lead to one board, published in our own name server. */
export const names = (
  { name: board }: Board,
  { takesNames = false }: NamesOptions = {},
): Step<NamesState, PlannedChange> => {
  const plan = ({ records, owner, address }: NamesState, { configuration }: StepContext): NameChange[] => {
    const isOthers = owner !== undefined && owner !== board;
    if (isOthers && !takesNames) return [];
    return planBoardNames(records, { hunt: configuration.hunt, board, address });
  };
  return {
    name: 'names',
    title: 'names of the board, published in our own name server',

    async read({ configuration, secrets, outputsOf, signal }) {
      const { domain } = configuration.hunt;
      const { address: nameServer = '' } = outputsOf('instance');
      const { address = '' } = outputsOf('ingress');
      const keys = await readOrCreateTsigKeys(secrets, domain);
      const records = await readRecords(nameServer, domain, keys.transfer, signal);
      if (records === undefined)
        throw new VerificationError(`${nameServer} does not answer for ${domain}; run hunt core`);
      const owner = boardOfNames(records, configuration.hunt);
      const secondaries = await readOrCreateSecondaries(configuration.hunt, secrets);
      return { domain, nameServer, address, keys, secondaries, records, owner };
    },

    plan,

    async apply(_changes, state, context) {
      const { nameServer, domain, keys } = state;
      const { signal, progress } = context;
      const steps = plan(state, context).flatMap((change) => change.steps);
      progress(`publishing names in ${domain}`);
      await applyUpdate(
        { host: nameServer },
        { zone: domain, steps },
        { key: keys.names, transferKey: keys.transfer, signal },
      );
    },

    async verify({ owner, domain, address, nameServer, secondaries }, context) {
      const { notice } = context;
      if (owner !== board) {
        notice(`the names lead to board ${owner ?? ''}; move them with: hunt switch ${board}`);
        return;
      }
      await verifyNames({ address, nameServer }, context);
      const { answers } = await ask(
        { host: nameServer },
        { name: domain, type: 'SOA' },
        { signal: context.signal },
      );
      const [soa] = recordsOfType(answers, 'SOA');
      const zone = { domain, address: nameServer, serial: soa?.serial ?? 0 };
      // Until then some of the world is still led to where the names were before.
      await awaitSecondaries(
        secondaries,
        zone,
        context,
        'run this again; until then they say where the names were',
      );
    },

    outputs: ({ owner, domain, address }) => ({
      board: owner ?? '',
      ...(owner === board ? { grafana: grafanaUrl({ domain }), address } : {}),
    }),
  };
};

async function verifyNames(
  { address, nameServer }: { address: string; nameServer: string },
  { configuration, internet, signal, progress }: StepContext,
): Promise<void> {
  for (const host of boardHostNames(configuration.hunt)) {
    const name = host.replace('*', 'any-name');
    progress(`asking for ${name}`);
    const { answers } = await ask({ host: nameServer }, { name, type: 'A' }, { signal });
    const found = recordsOfType(answers, 'A').map((record) => record.address);
    if (found.join() === address) continue;
    throw new VerificationError(
      `${nameServer} says that ${name} is at ${found.join(', ') || 'no address'}, not at ${address}; run hunt plan`,
    );
  }
  const url = grafanaUrl(configuration.hunt);
  progress(`asking ${url} from outside`);
  const trusted = internet.certificateAuthority?.issuerCertificates;
  const { status } = await askSite(`${url}/api/health`, { address, trusted, signal });
  if (status !== 200)
    throw new VerificationError(
      `${url}/api/health answers ${status}; ${seeBoard(`get pods -n ${boardNamespaces.monitoring}`)}`,
    );
}
