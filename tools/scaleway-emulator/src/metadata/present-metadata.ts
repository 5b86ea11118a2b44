import { ipsOf } from '../instance/ips/ips-of.ts';
import { presentServerIp } from '../instance/ips/present-ip.ts';
import type { Server } from '../state/server.ts';
import type { World } from '../state/world.ts';

/**
 * The keys that cloud-init's Scaleway datasource reads, and no others: Debian 12's was seen reading `id`, `hostname`,
 * `ssh_public_keys[].key`, `tags`, `ipv6` and `public_ip` (facts/stage.md, section 1); later ones read `private_ip`
 * and `public_ips` as well.
 */
export function presentMetadata(world: World, server: Server): object {
  const ips = ipsOf(world, server.id).map(presentServerIp);
  return {
    id: server.id,
    hostname: server.name,
    tags: server.tags,
    ssh_public_keys: [...world.sshKeys.values()]
      .filter((key) => !key.disabled)
      .map((key) => ({ key: key.publicKey })),
    public_ip: ips[0] ?? null,
    public_ips: ips,
    private_ip: null,
    ipv6: null,
  };
}
