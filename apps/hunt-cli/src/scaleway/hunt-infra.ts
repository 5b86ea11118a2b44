import {
  createScalewayClient,
  type DesiredInfra,
  type Identity,
  type ProgressEvent,
  type RetryEvent,
  type ScalewayClient,
} from '@wescale/scw-infra';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { ScalewayConnection } from '../environment/scaleway-connection.ts';

const bytesPerGigabyte = 1_000_000_000;

/** The ports the world may reach on the game master. The security group and the host's own firewall both hold them. */
export const openPorts: readonly { protocol: 'TCP' | 'UDP'; port: number; service: string }[] = [
  { protocol: 'TCP', port: 22, service: 'ssh' },
  { protocol: 'TCP', port: 53, service: 'dns' },
  { protocol: 'UDP', port: 53, service: 'dns' },
  { protocol: 'TCP', port: 80, service: 'http' },
  { protocol: 'TCP', port: 443, service: 'https' },
];

/** How the resources of a hunt are found again. */
export function huntIdentity({ hunt }: Configuration): Identity {
  const name = `${hunt.name}-game-master`;
  return { name, tag: `hunt=${hunt.name}`, sshKey: { name } };
}

/** What Scaleway shall hold for the game master, all but the two keys that live in the secret store. */
export function huntInfra(
  configuration: Configuration,
  keys: { clientPublicKey: string; cloudInit: string },
): DesiredInfra {
  const { name, tag, sshKey } = huntIdentity(configuration);
  const { instance } = configuration.hunt;
  return {
    name,
    tag,
    sshKey: { ...sshKey, publicKey: keys.clientPublicKey },
    securityGroup: {
      inboundDefaultPolicy: 'drop',
      rules: [
        ...openPorts.map(({ protocol, port }) => ({ protocol, portFrom: port })),
        { protocol: 'ICMP' as const },
      ],
    },
    instance: {
      commercialType: instance.type,
      imageLabel: instance.image,
      rootVolumeSizeBytes: instance.rootVolumeSizeGigabytes * bytesPerGigabyte,
      cloudInit: keys.cloudInit,
    },
  };
}

/**
 * The library's client for an environment.
 *
 * @param progress is told of calls that are about to be repeated
 */
export function scalewayClient(
  connection: ScalewayConnection,
  progress: (message: string) => void,
): ScalewayClient {
  return createScalewayClient({ ...connection, onRetry: (event) => progress(describeRetry(event)) });
}

/** For example `retrying to read instance after 500 (server error), in 0.4 s`. */
export function describeRetry({ doing, reason, error, delayMs }: RetryEvent): string {
  const status = error.call.status === undefined ? 'no answer' : `${error.call.status} (${reason})`;
  return `retrying to ${doing} after ${status}, in ${(delayMs / 1000).toFixed(1)} s`;
}

/** One line of progress from the library's events. */
export function describeProgress({ resource, action, awaiting }: ProgressEvent): string {
  return awaiting === undefined ? `${action} ${resource}` : `${action} ${resource}: waiting for ${awaiting}`;
}
