import { planAddresses } from './address-plan.ts';

export interface DhcpHost {
  mac: string;
  address: string;
  hostname: string;
}

/**
 * dnsmasq(8) as Scaleway's DHCP: it gives a machine its own public address alone, `/32`, with a gateway that
 * is not in that network (facts/scaleway.md 2: `"netmask":"32"`, `"provisioning_mode":"dhcp"`), and the stage's
 * resolver. It knows no names itself.
 */
export function formatDhcpConfiguration(options: {
  number: number;
  hostsFile: string;
  leaseFile: string;
}): string {
  const { gateway, range, resolver } = planAddresses(options.number);
  return [
    'port=0',
    'interface=vm*',
    'except-interface=lo',
    'no-ping',
    'dhcp-authoritative',
    `dhcp-range=${range.replace('/24', '')},static,255.255.255.0,24h`,
    'dhcp-option=option:netmask,255.255.255.255',
    `dhcp-option=option:router,${gateway}`,
    `dhcp-option=option:dns-server,${resolver}`,
    `dhcp-hostsfile=${options.hostsFile}`,
    `dhcp-leasefile=${options.leaseFile}`,
    // Changing its user or group would make it forget that it dies with its parent (prctl(2), PR_SET_PDEATHSIG).
    'user=root',
    'group=root',
    'pid-file',
    '',
  ].join('\n');
}

/** The hosts file; dnsmasq reads it again at SIGHUP. */
export function formatDhcpHosts(hosts: readonly DhcpHost[]): string {
  return hosts.map((host) => `${host.mac},${host.address},${host.hostname}\n`).join('');
}

/** Whether an address goes to another machine than the one that had it last. */
export function hasMovedAddress(given: ReadonlyMap<string, string>, hosts: readonly DhcpHost[]): boolean {
  return hosts.some(({ address, mac }) => given.has(address) && given.get(address) !== mac);
}
