/** One rule of a security group. */
export interface SecurityRule {
  /** @default 'inbound' */
  direction?: 'inbound' | 'outbound';
  /** @default 'accept' */
  action?: 'accept' | 'drop';
  protocol: 'TCP' | 'UDP' | 'ICMP' | 'ANY';
  /** First port, 1–65535. Absent: all ports. */
  portFrom?: number;
  /** Last port; absent: only `portFrom`. */
  portTo?: number;
  /** CIDR. @default '0.0.0.0/0' */
  ipRange?: string;
}

/** What shall exist, as plain data. */
export interface DesiredInfra {
  /** Name of the Instance and of the security group; also its host name. Lower case letters, digits, hyphens. */
  name: string;
  /** The tag that makes a resource ours, for example `hunt=demo`. No comma and no blank. */
  tag: string;
  sshKey: {
    /** Found by this name in the project: SSH keys cannot be tagged. */
    name: string;
    /** One line in OpenSSH form; the comment is dropped by Scaleway. */
    publicKey: string;
  };
  /** The flexible IP of the Instance. */
  ip?: {
    /** @default 'routed_ipv4' */
    type?: 'routed_ipv4' | 'routed_ipv6';
  };
  securityGroup: {
    inboundDefaultPolicy: 'accept' | 'drop';
    /** @default 'accept' */
    outboundDefaultPolicy?: 'accept' | 'drop';
    /** Whether answers to connections that were let through pass too. @default true */
    stateful?: boolean;
    /** In order of evaluation. */
    rules: readonly SecurityRule[];
  };
  instance: {
    /** For example `DEV1-M`. */
    commercialType: string;
    /** Marketplace label, for example `debian_bookworm`. */
    imageLabel: string;
    /** Size of the SBS root volume. It can grow in place, never shrink. */
    rootVolumeSizeBytes: number;
    /** User data `cloud-init`, given before the first boot and not compared afterwards. */
    cloudInit: string;
  };
}
