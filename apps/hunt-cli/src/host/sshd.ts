import type { Resource } from '@wescale/ssh-host';

const path = '/etc/ssh/sshd_config.d/10-hunt.conf';

/** sshd by key only (sshd_config(5)). The drop-in is read before the rest, and sshd keeps the first value it finds. */
export function sshd(): Resource[] {
  return [
    { kind: 'file', path, content: settings, mode: 0o600, validate: 'sshd -t -f "$1"' },
    { kind: 'unit', name: 'ssh.service', isEnabled: true, isRunning: true, reloadOn: [`file:${path}`] },
  ];
}

const settings = `HostKey /etc/ssh/ssh_host_ed25519_key
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
X11Forwarding no
AllowAgentForwarding no
MaxAuthTries 4
LoginGraceTime 30
ClientAliveInterval 30
ClientAliveCountMax 4
`;
