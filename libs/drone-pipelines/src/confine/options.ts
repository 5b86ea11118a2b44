import { isIP } from 'node:net';
import type { EventName } from '../build/common.ts';
import { EVENT_NAMES } from '../evaluate/build-event.ts';
import { InvalidConfinementError } from './errors.ts';

/** A range of addresses that builds or the runner may reach. */
export interface AllowedRange {
  /** IPv4 or IPv6, such as `203.0.113.7/32`. */
  readonly cidr: string;
  readonly except?: readonly string[];
  /** TCP ports. */
  readonly ports: readonly number[];
}

/** The whole Internet by HTTPS, and nothing private: no cluster, no metadata service, no neighbours. */
export const PUBLIC_HTTPS: AllowedRange = {
  cidr: '0.0.0.0/0',
  except: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
  ],
  ports: [443],
};

export interface ConfineOptions {
  /** The runner lives in one namespace and its builds in another. */
  readonly namespaces: { readonly runner: string; readonly builds: string };
  readonly runner: {
    /** By digest. */
    readonly image: string;
    /** Image of the clone step, by digest. */
    readonly cloneImage: string;
    /** Image that stands in for a step until it starts, by digest. */
    readonly placeholderImage: string;
    readonly server: {
      readonly protocol: 'http' | 'https';
      readonly host: string;
      readonly reach: AllowedRange;
    };
    /** Address of the Kubernetes API, which the runner must reach. */
    readonly kubernetesApi: AllowedRange;
    /** Where the secret that the runner shares with Drone's server is kept, in the runner's namespace. */
    readonly rpcSecret: { readonly name: string; readonly key: string };
    /** Builds at once. @default 4 */
    readonly capacity?: number;
    /** Patterns of repositories that the runner takes (`DRONE_LIMIT_REPOS`). */
    readonly repositories: readonly string[];
    /** Events that the runner takes (`DRONE_LIMIT_EVENTS`). */
    readonly events: readonly EventName[];
  };
  readonly builds: {
    /** What builds may reach, besides names. */
    readonly egress: readonly AllowedRange[];
    /** User and group of every step that does not say otherwise. @default 1000 */
    readonly userId?: number;
    /** Of one step. */
    readonly stepLimit: { readonly cpuMillis: number; readonly memoryMebibytes: number };
    /** Steps in one build, for the quota. @default 10 */
    readonly maxSteps?: number;
    readonly nodeSelector?: Readonly<Record<string, string>>;
  };
  /** Version of MutatingAdmissionPolicy: v1 since Kubernetes 1.36, v1beta1 behind a gate before. @default v1 */
  readonly mutatingPolicyVersion?: 'v1' | 'v1beta1';
}

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Refuses choices that would not confine.
 *
 * @throws {InvalidConfinementError}
 */
export function checkOptions({ namespaces, runner, builds }: ConfineOptions): void {
  const must = (holds: boolean, path: string, message: string): void => {
    if (!holds) throw new InvalidConfinementError(path, message);
  };
  for (const [key, name] of Object.entries(namespaces)) {
    must(DNS_LABEL.test(name), `namespaces.${key}`, `"${name}" is not a namespace name`);
    must(!/^(?:default|kube-.*)$/.test(name), `namespaces.${key}`, `"${name}" is not ours to confine`);
  }
  must(
    namespaces.runner !== namespaces.builds,
    'namespaces',
    'builds that share the runner’s namespace can reach its secret',
  );
  for (const key of ['image', 'cloneImage', 'placeholderImage'] as const)
    must(/@sha256:[0-9a-f]{64}$/.test(runner[key]), `runner.${key}`, 'name the image by its digest');
  must(runner.repositories.length > 0, 'runner.repositories', 'say which repositories the runner takes');
  must(
    !runner.repositories.some((pattern) => pattern.includes(',')),
    'runner.repositories',
    'a pattern holds a comma',
  );
  must(runner.events.length > 0, 'runner.events', 'say which events the runner takes');
  for (const event of runner.events)
    must(
      EVENT_NAMES.includes(event),
      'runner.events',
      `there is no event "${event}"; events are ${EVENT_NAMES.join(', ')}`,
    );
  const ranges: [path: string, range: AllowedRange][] = [
    ['runner.server.reach', runner.server.reach],
    ['runner.kubernetesApi', runner.kubernetesApi],
    ...builds.egress.map((range, index): [string, AllowedRange] => [`builds.egress[${index}]`, range]),
  ];
  for (const [path, { cidr, except = [], ports }] of ranges) {
    for (const one of [cidr, ...except])
      must(
        isRange(one),
        `${path}.cidr`,
        `"${one}" is not a range of addresses; write it like 203.0.113.7/32`,
      );
    must(ports.length > 0, `${path}.ports`, `say which ports of ${cidr} may be reached`);
    for (const port of ports)
      must(isWhole(port) && port <= 65_535, `${path}.ports`, `${port} is not a port; ports are 1 to 65535`);
  }
  for (const [path, value] of [
    ['runner.capacity', runner.capacity],
    ['builds.maxSteps', builds.maxSteps],
    ['builds.stepLimit.cpuMillis', builds.stepLimit.cpuMillis],
    ['builds.stepLimit.memoryMebibytes', builds.stepLimit.memoryMebibytes],
  ] as const)
    must(value === undefined || isWhole(value), path, `${value ?? ''} is not a whole number above 0`);
  must(isWhole(builds.userId ?? 1000), 'builds.userId', 'steps do not run as root; give a number above 0');
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function isRange(text: string): boolean {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}
