import { createHelm, readHelmVersion } from '@wescale/helm-release';
import { readDelegation, readInfra, type ActualInfra, type ScalewayClient } from '@wescale/scw-infra';
import { findObstacles, readDescription } from '@wescale/stage';
import { defaultBoard, nameBoard } from '../board/board.ts';
import { checkBoard } from '../board/preflight.ts';
import { boardReleases } from '../board/releases/board-releases.ts';
import { checkCharts, listAssumedValues, listUnpinned } from '../checks/charts.ts';
import { look, type Finding } from '../checks/check.ts';
import { clientKeyName, hostKeyNames } from '../host-key/host-keys.ts';
import { chartPins } from '../kubernetes/chart-pins.ts';
import { rancherRelease } from '../rancher/rancher-release.ts';
import type { Session } from '../run/session.ts';
import { huntInfra, scalewayClient } from '../scaleway/hunt-infra.ts';
import { emitFindings } from './emit-findings.ts';
import type { Verb } from './verb.ts';

export const doctor: Verb = {
  name: 'doctor',
  summary: 'Check everything core and kapsule rely on, without changing anything; exit 1 if something fails',
  examples: [
    ['npx hunt doctor', 'can the stage stand on this machine'],
    ['npx hunt doctor --environment production', 'credentials, permissions, stock, quotas, secrets, charts'],
  ],
  async run(session) {
    const findings = await Promise.all([
      checkStageHost(session),
      checkSecrets(session),
      checkScaleway(session),
      checkParentZone(session),
      checkHelm(session),
      checkFirstBoard(session),
    ]);
    // The configuration was read before this verb began: what is wrong with it has ended the run already.
    const valid = { check: 'configuration', ok: true, message: 'hunt.yaml and the environment are valid' };
    return emitFindings(session, [valid, ...findings.flat()]);
  },
};

async function checkStageHost({ configuration }: Session): Promise<Finding[]> {
  if (configuration.environment.provider !== 'stage') return [];
  const obstacles = await findObstacles({ go: true });
  if (obstacles.length === 0) return [{ check: 'stage', ok: true, message: 'this machine can carry it' }];
  return obstacles.map((message) => ({ check: 'stage', ok: false, message }));
}

async function checkSecrets(session: Session): Promise<Finding[]> {
  return look('secrets', 'mend what is named, then try again', async () => {
    const secrets = await session.secrets();
    const names = [clientKeyName, ...Object.values(hostKeyNames)];
    const kept = await Promise.all(names.map((name) => secrets.read(name)));
    const count = kept.filter((secret) => secret !== undefined).length;
    return [{ check: 'secrets', ok: true, message: `${count} kept, none open to others` }];
  });
}

async function checkScaleway(session: Session): Promise<Finding[]> {
  const { configuration, signal } = session;
  const { environment } = configuration;
  if (environment.provider === 'stage' && readDescription(environment.stage) === undefined) {
    return [
      { check: 'scaleway', ok: true, message: `stage ${environment.stage} is not up yet; core brings it up` },
    ];
  }
  return look('scaleway', 'mend what is named, then try again', async () => {
    const client = await connectScaleway(session);
    const keys = { clientPublicKey: 'ssh-ed25519 AAAA', cloudInit: '' };
    const infra = await readInfra(client, huntInfra(configuration, keys), { signal });
    return [
      { check: 'scaleway', ok: true, message: 'the API answers, and the key may read what core needs' },
      ...judgeOffer(infra, session),
    ];
  });
}

/** Rancher comes by its chart. The stage has a helm of its own. */
async function checkHelm(session: Session): Promise<Finding[]> {
  if (session.configuration.environment.provider === 'stage') return [];
  return look('helm', 'install helm 4: https://helm.sh/docs/intro/install', async () => {
    const { programs } = await session.connect({ start: false });
    const homeDirectory = (await session.secrets()).path('helm');
    const { version } = await readHelmVersion(createHelm({ ...programs, homeDirectory }), session.signal);
    return [{ check: 'helm', ok: true, message: `version ${version}` }];
  });
}

/** Whether a board could be made: versions, charts, stock, quotas; and what of it was rehearsed on assumption only. */
async function checkFirstBoard(session: Session): Promise<Finding[]> {
  const { configuration } = session;
  const { environment, hunt } = configuration;
  const isStage = environment.provider === 'stage';
  if (isStage && readDescription(environment.stage) === undefined) return [];
  return look('board', 'mend what is named, then try again', async () => {
    const { context } = await session.openRun({ start: false });
    const releases = boardReleases({ hunt, internet: context.internet });
    const rancher = rancherRelease(hunt, context.internet, 'not-the-real-one');
    const findings = await Promise.all([
      checkBoard(nameBoard(hunt, defaultBoard), context, false),
      checkCharts([rancher], context, false),
    ]);
    if (isStage) return findings.flat();
    const all = [rancher, ...releases];
    const pins = await chartPins(configuration).read();
    return [...findings.flat(), ...listUnpinned(all, pins), ...listAssumedValues(all)];
  });
}

async function connectScaleway(session: Session): Promise<ScalewayClient> {
  const { scaleway } = await session.connect({ start: false });
  const progress = (message: string) => session.reporter.emit({ event: 'progress', step: 'doctor', message });
  return scalewayClient(scaleway, progress);
}

/** The zone above the subdomain has to be ours, for the subdomain to be delegated. */
async function checkParentZone(session: Session): Promise<Finding[]> {
  const { configuration, signal } = session;
  const { environment, hunt } = configuration;
  if (environment.provider === 'stage' && readDescription(environment.stage) === undefined) return [];
  return look('parent-zone', 'mend what is named, then try again', async () => {
    const client = await connectScaleway(session);
    const desired = { domain: hunt.domain, nameServers: [] };
    const { parentZone } = await readDelegation(client, desired, { signal });
    return [{ check: 'parent-zone', ok: true, message: `${parentZone} is in this project` }];
  });
}

/** Stock and image matter only while there is an Instance to be made. */
function judgeOffer({ offer, zone }: ActualInfra, { configuration }: Session): Finding[] {
  if (offer === undefined) return [];
  const { type, image } = configuration.hunt.instance;
  return [
    {
      check: 'stock',
      ok: offer.availability === 'available' || offer.availability === 'scarce',
      message: `${type} in ${zone}: ${offer.availability ?? 'not offered'}`,
      remedy: 'choose another instance.type in hunt.yaml, another zone, or try later',
    },
    {
      check: 'image',
      ok: offer.imageId !== undefined,
      message:
        offer.imageId === undefined
          ? `${image} is not offered for ${type} in ${zone}`
          : `${image} is offered`,
      remedy: 'choose another instance.image in hunt.yaml',
    },
  ];
}
