/** A certificate and its key, PEM. */
export interface KapsuleKeyPair {
  certificate: string;
  key: string;
}

/** What a node needs to be one; printed as JSON by `kapsule node-credentials`. It holds keys. */
export interface KapsuleNodeCredentials {
  /** `https://<address>:<port>` of the API. */
  server: string;
  /** Name that the API's certificate is checked for. */
  serverName: string;
  /** PEM: whom to trust, and whose clients to let in. */
  authority: string;
  kubelet: KapsuleKeyPair;
  kubeletServing: KapsuleKeyPair;
  proxy: KapsuleKeyPair;
  /** Of the part that knows pods and policies. */
  network: KapsuleKeyPair;
}

/** The file that `kapsule node --configuration=` reads. A key it does not know is refused. */
export interface KapsuleNodeConfiguration {
  credentials: KapsuleNodeCredentials;
  /** As given to `kapsule node-credentials`. */
  name: string;
  /** InternalIP; on one of the machine's interfaces, and reached by the API and the other nodes. */
  address: string;
  /** `scaleway://instance/<zone>/<server id>`. */
  providerId: string;
  /** The cluster's; the node's own part is told by the API. */
  podCidr: string;
  serviceCidr: string;
  serviceDnsIp: string;
  /** URL of the registry that every image comes from, under its real name. */
  registryMirror: string;
  /** Path in the machine. @default one that pods can use */
  resolvConf?: string;
  labels: Readonly<Record<string, string>>;
  /** As kubelet's `--register-with-taints` has them: `key=value:Effect`. @default none */
  taints?: readonly string[];
  /** Kubelet's flags without their dashes; they replace ours. */
  kubeletArguments: Readonly<Record<string, string>>;
}
