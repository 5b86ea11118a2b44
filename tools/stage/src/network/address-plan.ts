/** Addresses set apart for tests of networks (RFC 2544): they belong to nobody and are routed nowhere. */
export const stageRange = '198.18.0.0/15';

/** So low a priority that any route of a stage goes before it. */
export const unreachableRouteMetric = 4_278_198_272;

/** The service every Scaleway Instance asks about itself (facts/stage.md 1, facts/scaleway.md). */
export const metadataAddress = '169.254.42.42';

const numbers = 256;
const firstMachine = 32;
const lastMachine = 254;

/** All addresses of stage number `number`. */
export interface AddressPlan {
  /** Public addresses of the stage: its own services and its machines. */
  range: string;
  gateway: string;
  api: string;
  /** The recursive resolver. */
  resolver: string;
  /** Where its walk begins. */
  rootServer: string;
  /** Scaleway's name servers, `ns0` and `ns1`. */
  nameServers: readonly [string, string];
  certificateAuthority: string;
  /** Container images, whatever registry they are asked of. */
  registry: string;
  /** k3s's channels and downloads. */
  releases: string;
  /** Helm charts. */
  charts: string;
  /** The link between the host and the stage. */
  hostSide: string;
  stageSide: string;
  /** The link's name on the host. */
  hostLink: string;
}

export function planAddresses(number: number): AddressPlan {
  if (!Number.isInteger(number) || number < 0 || number >= numbers)
    throw new RangeError(`a stage's number is 0 to ${numbers - 1}, not ${number}`);
  return {
    range: `198.18.${number}.0/24`,
    gateway: `198.18.${number}.1`,
    api: `198.18.${number}.2`,
    resolver: `198.18.${number}.3`,
    rootServer: `198.18.${number}.4`,
    nameServers: [`198.18.${number}.5`, `198.18.${number}.6`],
    certificateAuthority: `198.18.${number}.7`,
    registry: `198.18.${number}.8`,
    releases: `198.18.${number}.9`,
    charts: `198.18.${number}.10`,
    hostSide: `198.19.${number}.1`,
    stageSide: `198.19.${number}.2`,
    hostLink: `hunt${number}`,
  };
}

/** A point-to-point link for a visitor from a third namespace; there is room for 62 of them. */
export function planOutsider(number: number, visitor: number): { own: string; stage: string } {
  if (visitor < 1 || visitor > 62) throw new RangeError('a stage has room for 62 outsiders');
  return { own: `198.19.${number}.${visitor * 4 + 2}`, stage: `198.19.${number}.${visitor * 4 + 1}` };
}

/** The lowest number no stage holds. */
export function freeNumber(taken: ReadonlySet<number>): number {
  for (let number = 0; number < numbers; number += 1) if (!taken.has(number)) return number;
  throw new RangeError(`all ${numbers} numbers for stages are taken; take some stages down`);
}

/** Hands out public addresses one after the other, so that one just given back is not met again at once. */
export interface AddressPool {
  take(): string;
  give(address: string): void;
}

export function createAddressPool(number: number): AddressPool {
  const taken = new Set<number>();
  let next = firstMachine;
  return {
    take(): string {
      for (let tries = firstMachine; tries <= lastMachine; tries += 1) {
        const candidate = next;
        next = next === lastMachine ? firstMachine : next + 1;
        if (taken.has(candidate)) continue;
        taken.add(candidate);
        return `198.18.${number}.${candidate}`;
      }
      throw new RangeError(`all ${lastMachine - firstMachine + 1} public addresses of the stage are taken`);
    },
    give(address: string): void {
      taken.delete(Number(address.split('.')[3]));
    },
  };
}
