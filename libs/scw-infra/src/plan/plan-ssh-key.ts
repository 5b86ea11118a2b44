import type { ActualSshKey } from '../read/actual.ts';
import type { DesiredInfra } from '../desired.ts';
import type { InfraChange } from './change.ts';

/** Algorithm and key: Scaleway drops the comment. */
function keyMaterial(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ');
}

export function planSshKey(actual: ActualSshKey | undefined, desired: DesiredInfra['sshKey']): InfraChange[] {
  const about = { resource: 'ssh-key', name: desired.name } as const;
  if (actual === undefined)
    return [
      {
        ...about,
        sentence: `create SSH key ${desired.name}: it does not exist`,
        step: { kind: 'create-ssh-key' },
      },
    ];
  if (keyMaterial(actual.publicKey) !== keyMaterial(desired.publicKey))
    return [
      {
        ...about,
        sentence: `replace SSH key ${desired.name}: the public key differs (a key cannot change in place; a running instance keeps those of its last boot)`,
        step: { kind: 'replace-ssh-key', sshKeyId: actual.id },
      },
    ];
  if (!actual.disabled) return [];
  return [
    {
      ...about,
      sentence: `enable SSH key ${desired.name}: it is disabled`,
      step: { kind: 'enable-ssh-key', sshKeyId: actual.id },
    },
  ];
}
