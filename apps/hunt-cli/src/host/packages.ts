import type { Resource } from '@wescale/ssh-host';

/** What the steps of the hunt use on the host; each is small, and in Debian. */
const needed = ['ca-certificates', 'curl', 'nftables', 'systemd-timesyncd', 'tzdata', 'unattended-upgrades'];

/** All packages of the host in one place: they are installed by one call of apt-get. */
export function packages(wanted: readonly string[]): Resource[] {
  return [...new Set([...needed, ...wanted])].toSorted().map((name) => ({ kind: 'package', name }));
}
