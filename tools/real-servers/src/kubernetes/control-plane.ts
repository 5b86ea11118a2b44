/** Where the parts of a control plane listen, all on 127.0.0.1, and the folder they live in. */
export interface ControlPlane {
  directory: string;
  etcdPort: number;
  etcdPeerPort: number;
  apiPort: number;
}

/** A program by the name `kube` knows it, with its arguments. */
export interface Component {
  name: string;
  args: string[];
}

const serviceCidr = '10.43.0.0/16';

/** etcd, which forgets what a crash of the machine takes: it waits for no disk. */
export const etcd = (plane: ControlPlane): Component => ({
  name: 'etcd',
  args: [
    '--name=default',
    `--data-dir=${plane.directory}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${plane.etcdPort}`,
    `--advertise-client-urls=http://127.0.0.1:${plane.etcdPort}`,
    `--listen-peer-urls=http://127.0.0.1:${plane.etcdPeerPort}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${plane.etcdPeerPort}`,
    `--initial-cluster=default=http://127.0.0.1:${plane.etcdPeerPort}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ],
});

export const apiServer = (plane: ControlPlane): Component => {
  const pki = `${plane.directory}/pki`;
  return {
    name: 'kube-apiserver',
    args: [
      `--etcd-servers=http://127.0.0.1:${plane.etcdPort}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${plane.apiPort}`,
      `--tls-cert-file=${pki}/apiserver.crt`,
      `--tls-private-key-file=${pki}/apiserver.key`,
      `--client-ca-file=${pki}/ca.crt`,
      `--service-account-key-file=${pki}/service-accounts.key`,
      `--service-account-signing-key-file=${pki}/service-accounts.key`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-cluster-ip-range=${serviceCidr}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged=true',
      // A loopback address may not stand in the endpoints of the service `kubernetes`.
      '--endpoint-reconciler-type=none',
      '--profiling=false',
    ],
  };
};

/** The clients' limits are far above the default: tests would wait for them. */
export const controllerManager = (plane: ControlPlane): Component => {
  const pki = `${plane.directory}/pki`;
  return {
    name: 'kube-controller-manager',
    args: [
      `--kubeconfig=${pki}/controller-manager.kubeconfig`,
      `--root-ca-file=${pki}/ca.crt`,
      `--service-account-private-key-file=${pki}/service-accounts.key`,
      `--cluster-signing-cert-file=${pki}/ca.crt`,
      `--cluster-signing-key-file=${pki}/ca.key`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      '--secure-port=0',
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--profiling=false',
    ],
  };
};

/** Finds no node for any pod, and says so in events as it would with nodes that are full. */
export const scheduler = (plane: ControlPlane): Component => ({
  name: 'kube-scheduler',
  args: [
    `--kubeconfig=${plane.directory}/pki/scheduler.kubeconfig`,
    '--leader-elect=false',
    '--secure-port=0',
    '--profiling=false',
  ],
});
