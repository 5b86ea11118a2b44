import { publicKeyOf } from '@wescale/ssh-host';

/**
 * User data for the first boot: the host key that the first connection is pinned to, and no other
 * (cloud-init's `ssh_keys`, `ssh_deletekeys`, `ssh_genkeytypes`).
 */
export function cloudInitWithHostKey(privateKey: string): string {
  const indented = privateKey
    .trim()
    .split('\n')
    .map((line) => `    ${line}\n`);
  return [
    '#cloud-config\n',
    'ssh_deletekeys: true\n',
    'ssh_genkeytypes: []\n',
    'ssh_keys:\n',
    '  ed25519_private: |\n',
    ...indented,
    `  ed25519_public: ${publicKeyOf(privateKey)}\n`,
  ].join('');
}
