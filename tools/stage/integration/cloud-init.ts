import type { SshKeyPair } from '@wescale/stage';

/** User data as hunt-cli hands it over: who may log in, and the machine's host key. JSON is YAML. */
export function cloudInit(authorizedKey: string, hostKey: SshKeyPair): string {
  const configuration = {
    ssh_authorized_keys: [authorizedKey],
    ssh_keys: { ed25519_private: hostKey.privateKey, ed25519_public: hostKey.publicKey },
  };
  return `#cloud-config\n${JSON.stringify(configuration)}\n`;
}
