import { paths, restartingFiles } from './paths.ts';

/**
 * The systemd unit. `KillMode=process` lets pods run on while k3s restarts. k3s tells when it is ready, which may take
 * any time on a slow disk, so its start has no limit: nobody waits for `systemctl start`, everybody polls.
 *
 * Before each start it notes what it starts with, so that a change that was never followed by a restart is seen,
 * whoever made it. The program itself is told by its inode: replacing it makes another one.
 */
export function formatUnit(): string {
  const note = `mkdir -p /run/k3s-bootstrap && ${startedWithCommand} >${paths.startedWith}`;
  return `# Written by k3s-bootstrap: what is changed here is replaced.
[Unit]
Description=Kubernetes by k3s
Documentation=https://docs.k3s.io
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
NotifyAccess=main
EnvironmentFile=-${paths.environment}
ExecStartPre=-/sbin/modprobe -a br_netfilter overlay
ExecStartPre=-/bin/sh -c '${note}'
ExecStart=${paths.binary} server
KillMode=process
Delegate=yes
Restart=always
RestartSec=5s
TimeoutStartSec=0
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity

[Install]
WantedBy=multi-user.target
`;
}

/** Shell without quotes of its own that prints a digest and a path for each file k3s reads at its start. */
export const startedWithCommand: string =
  `{ stat -Lc "%%d:%%i:%%s:%%Y  %%n" ${paths.binary}; ` +
  `sha256sum ${restartingFiles.join(' ')} /etc/rancher/k3s/config.yaml.d/*.yaml; } 2>/dev/null`;
