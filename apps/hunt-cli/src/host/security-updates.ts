import type { Resource } from '@wescale/ssh-host';

/**
 * Security updates by Debian's own unattended-upgrades, whose defaults take Debian's security origin. Reboots stay the
 * operator's: `hunt status` says when one is due.
 */
export function securityUpdates(): Resource[] {
  return [
    {
      kind: 'file',
      path: '/etc/apt/apt.conf.d/20auto-upgrades',
      content: 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n',
      validate: 'apt-config -c "$1" dump',
    },
    {
      kind: 'file',
      path: '/etc/apt/apt.conf.d/52hunt',
      content:
        'Unattended-Upgrade::Automatic-Reboot "false";\nUnattended-Upgrade::Remove-Unused-Dependencies "true";\n',
      validate: 'apt-config -c "$1" dump',
    },
    {
      // Files that hunt has written stay: without this unattended-upgrades holds back every package whose new version
      // has another one of them, as named.conf of bind9.
      kind: 'file',
      path: '/etc/apt/apt.conf.d/53hunt-conffiles',
      content: 'Dpkg::Options { "--force-confdef"; "--force-confold"; };\n',
      validate: 'apt-config -c "$1" dump',
    },
    { kind: 'unit', name: 'apt-daily.timer', isEnabled: true, isRunning: true },
    { kind: 'unit', name: 'apt-daily-upgrade.timer', isEnabled: true, isRunning: true },
  ];
}
