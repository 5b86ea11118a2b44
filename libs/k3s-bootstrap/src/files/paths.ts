/** Where k3s and this library keep things on a host; k3s's own names where it has them. */
export const paths = {
  binary: '/usr/local/bin/k3s',
  /** Downloads grow and are verified here, on the same disk as the binary, and then only renamed. */
  staging: '/usr/local/bin/.k3s-bootstrap',
  links: { kubectl: '/usr/local/bin/kubectl', crictl: '/usr/local/bin/crictl', ctr: '/usr/local/bin/ctr' },
  killAll: '/usr/local/bin/k3s-killall.sh',
  uninstall: '/usr/local/bin/k3s-uninstall.sh',
  unit: '/etc/systemd/system/k3s.service',
  environment: '/etc/systemd/system/k3s.service.env',
  configuration: '/etc/rancher/k3s/config.yaml',
  registries: '/etc/rancher/k3s/registries.yaml',
  kubeconfig: '/etc/rancher/k3s/k3s.yaml',
  /** What was verified and installed, the lock, a back-up on its way. Root's alone. */
  state: '/var/lib/k3s-bootstrap',
  /** Identity and digest of the program as it was put in place: while the one is the same, so is the other. */
  verified: '/var/lib/k3s-bootstrap/verified',
  /** There from the moment k3s is stopped for a restore until etcd has been made anew. */
  restoring: '/var/lib/k3s-bootstrap/restoring',
  /** Digests of the files the running service started with; gone after a reboot, as the service is. */
  startedWith: '/run/k3s-bootstrap/started-with',
} as const;

/** Files whose change takes effect with the next start of k3s only. */
export const restartingFiles: readonly string[] = [
  paths.unit,
  paths.environment,
  paths.configuration,
  paths.registries,
];

/** Shell that prints size, inode and times of the program; whatever is done to it changes one of them. */
export const identityCommand: string = `stat -c '%s:%i:%.9Y:%.9Z' ${paths.binary}`;
