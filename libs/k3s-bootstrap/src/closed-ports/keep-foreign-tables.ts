/** A file to lay on a host, root's, 0644. */
export interface HostFile {
  path: string;
  content: string;
}

/**
 * Debian's `nftables.service` begins and ends with `flush ruleset`: each start, reload and stop wipes the rules of
 * kube-proxy and of the pods' network as well. Services are back when kube-proxy looks again, half a minute later;
 * some rules of the pods' network not before the pods are made anew. With these files the unit flushes nothing any
 * more; tables are loaded by units of their own, which may be `PartOf=nftables.service`.
 *
 * Lay them down, then `systemctl daemon-reload`, before the unit is restarted for any reason.
 */
export function keepForeignTables(): HostFile[] {
  return [
    {
      path: '/etc/nftables.conf',
      content: `#!/usr/sbin/nft -f
# Nothing is flushed here: the rules of Kubernetes live in tables that nobody would load again.
# A table of your own comes with a unit of its own, or begins with: table inet x {}; delete table inet x
`,
    },
    {
      path: '/etc/systemd/system/nftables.service.d/keep-foreign-tables.conf',
      content: '# Debian stops this unit by flushing the tables of everybody.\n[Service]\nExecStop=\n',
    },
  ];
}
