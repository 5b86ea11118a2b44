import { pickProxySettings } from '@wescale/helm-release';
import {
  boardSupplies,
  readDescription,
  stageUp,
  waitForSupplies,
  type StageDescription,
} from '@wescale/stage';
import type { Environment } from '../configuration/environment-schema.ts';
import { readCredentials } from './read-credentials.ts';
import type { Internet } from './internet.ts';
import { findProgram, type Programs } from './programs.ts';
import type { ScalewayConnection } from './scaleway-connection.ts';

/** How an environment is reached. */
export interface EnvironmentConnection {
  scaleway: ScalewayConnection;
  internet: Internet;
  programs: Programs;
}

/** What connecting may need from the process; passed in, since only `main` may look around. */
export interface ConnectOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  progress: (message: string) => void;
  /** Bring a stage up that is not; otherwise that is an error. */
  start: boolean;
  /** The hunt's; a stage has the zone above it. */
  domain: string;
}

/** The stage of this environment does not stand. */
export class StageNotUpError extends Error {
  readonly code = 'stage-not-up';
}

/** Finds the API an environment talks to: the stage is brought up first, Scaleway wants credentials. */
export async function connectEnvironment(
  environment: Environment,
  { env, signal, progress, start, domain }: ConnectOptions,
): Promise<EnvironmentConnection> {
  const timeoutMs = environment.callTimeoutSeconds * 1000;
  if (environment.provider === 'stage') {
    const name = environment.stage;
    const parentZone = parentZoneFor(domain, readDescription(name));
    const stage = start
      ? await stageUp({ name, parentZone, signal, onProgress: progress })
      : readDescription(name);
    if (stage === undefined)
      throw new StageNotUpError(`stage ${name} is not up; bring it up with: hunt core`);
    const { apiUrl, accessKey, secretKey, organizationId, projectId, region, zone } = stage;
    return {
      scaleway: { apiUrl, accessKey, secretKey, organizationId, projectId, region, zone, timeoutMs },
      internet: internetOf(stage),
      programs: { helm: stage.helm },
    };
  }
  const credentials = await readCredentials(env, environment.profile);
  const scaleway = {
    ...credentials,
    apiUrl: environment.apiUrl ?? env['SCW_API_URL'] ?? 'https://api.scaleway.com',
    zone: environment.zone,
    region: environment.zone.replace(/-\d$/, ''),
    timeoutMs,
  };
  const programs = { helm: findProgram('helm', env['PATH']), environment: pickProxySettings(env) };
  return { scaleway, internet: {}, programs };
}

/** The zone that a stage shall have: any above the domain will do, if it is up already. */
function parentZoneFor(domain: string, stage: StageDescription | undefined): string {
  if (stage !== undefined && domain.endsWith(`.${stage.parentZone}`)) return stage.parentZone;
  return domain.slice(domain.indexOf('.') + 1);
}

/** What of it a stage plays. */
function internetOf(stage: StageDescription): Internet {
  const { rootServers, certificateAuthority, releases, registryMirror, chartRepositories } = stage;
  return {
    ...{ rootServers, certificateAuthority, registryMirror },
    k3sReleases: { channelUrl: releases.k3sChannelUrl, artifactUrl: releases.k3sArtifactUrl },
    ...{ chartRepositories, resolvers: [{ host: stage.resolver }] },
    supplied: (what, options) =>
      waitForSupplies(
        stage,
        what.of === 'board' ? { names: boardSupplies(what.kubernetes), ...options } : options,
      ),
  };
}
