import { stageRange, unreachableRouteMetric } from '../network/address-plan.ts';

/** What is looked at before anything is touched. */
export interface HostFacts {
  userId: number;
  /** The text of os-release(5). */
  osRelease: string;
  hasGo: boolean;
  routes: readonly HostRoute[];
  addresses: readonly HostAddress[];
  /** Links that belong to stages. */
  stageLinks: readonly string[];
}

export interface HostRoute {
  /** `default`, an address or a block. */
  destination: string;
  device?: string;
  type?: string;
  metric?: number;
}

export interface HostAddress {
  address: string;
  prefixLength: number;
  device: string;
}

/** One plain sentence for each thing that is in the way, with its remedy; none when a stage can stand here. */
export function checkHost(facts: HostFacts, needs: { go: boolean }): string[] {
  return [
    ...checkUser(facts.userId),
    ...checkSystem(facts.osRelease),
    ...(needs.go ? checkGo(facts.hasGo) : []),
    ...checkSubnet(facts),
  ];
}

/** Only root makes networks. */
export function checkUser(userId: number): string[] {
  if (userId === 0) return [];
  return [
    'A stage makes networks and machines, which only root may do; run this again as root or with sudo.',
  ];
}

function checkSystem(osRelease: string): string[] {
  const field = (name: string): string =>
    new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
  const version = field('VERSION_ID');
  // Debian's testing and unstable have no number; they are newer than any release.
  if (field('ID') === 'debian' && (version === '' || Number(version) >= 12)) return [];
  const found = field('PRETTY_NAME') || field('ID') || 'an unknown system';
  return [
    `A stage needs Debian 12 or newer and this is ${found}; use a Debian machine, a virtual one will do.`,
  ];
}

function checkGo(hasGo: boolean): string[] {
  if (hasGo) return [];
  return [
    'A stage builds some of its servers with Go and there is no `go` in the PATH; install Go 1.26 or newer.',
  ];
}

function checkSubnet(facts: HostFacts): string[] {
  const ours = new Set(facts.stageLinks);
  const routes = facts.routes
    .filter((route) => !isUnreachableRoute(route) && !(route.device !== undefined && ours.has(route.device)))
    .filter((route) => route.destination !== 'default' && overlaps(route.destination, stageRange))
    .map(
      (route) => `the route ${route.destination}${route.device === undefined ? '' : ` on ${route.device}`}`,
    );
  const addresses = facts.addresses
    .filter(({ device }) => !ours.has(device))
    .filter(({ address, prefixLength }) => overlaps(`${address}/${prefixLength}`, stageRange))
    .map(({ address, prefixLength, device }) => `the address ${address}/${prefixLength} on ${device}`);
  // An address brings its own routes; naming it is enough.
  const taken = addresses.length > 0 ? addresses : routes;
  if (taken.length === 0) return [];
  return [
    `A stage uses the addresses ${stageRange} and ${taken.join(' and ')} ${taken.length === 1 ? 'is' : 'are'} ` +
      'there already; remove what is there, or use another machine.',
  ];
}

function isUnreachableRoute(route: HostRoute): boolean {
  return (
    route.type === 'unreachable' &&
    route.destination === stageRange &&
    route.metric === unreachableRouteMetric
  );
}

/** Whether two IPv4 blocks share an address. IPv6 never meets a stage. */
export function overlaps(left: string, right: string): boolean {
  if (left.includes(':') || right.includes(':')) return false;
  const [a, b] = [parseBlock(left), parseBlock(right)];
  const bits = Math.min(a.bits, b.bits);
  const keep = (value: number): number => Math.floor(value / 2 ** (32 - bits));
  return keep(a.value) === keep(b.value);
}

function parseBlock(text: string): { value: number; bits: number } {
  const [address = '', bits = '32'] = text.split('/');
  return { value: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0), bits: Number(bits) };
}
