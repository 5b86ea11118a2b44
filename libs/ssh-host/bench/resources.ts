import type { Resource } from '@wescale/ssh-host';

/** A site's configuration, as the playbook's template renders it. */
export function siteContent(number: number): string {
  const options = Array.from({ length: 20 }, (_, index) => `option_${index} value-${index};\n`).join('');
  return `# managed for site${number}\nlisten ${8000 + number};\nserver_name s${number}.example.org;\n${options}`;
}

const sudoers = 'hunt ALL=(ALL) NOPASSWD: /usr/bin/true\n';

/**
 * What the thirty tasks of `ansible/play.yml` bring about. Three edited lines are one file here, as files are owned
 * whole, and the task that only looks at a file has no counterpart: looking is what every run does.
 */
export const resources: Resource[] = [
  ...['curl', 'ca-certificates', 'cron', 'procps', 'sudo'].map((name): Resource => ({
    kind: 'package',
    name,
  })),
  { kind: 'group', name: 'hunt' },
  { kind: 'user', name: 'hunt', group: 'hunt', shell: '/bin/bash' },
  ...['/etc/hunt', '/etc/hunt/sites', '/var/lib/hunt', '/var/log/hunt'].map((path): Resource => ({
    kind: 'directory',
    path,
  })),
  ...Array.from({ length: 8 }, (_, index): Resource => ({
    kind: 'file',
    path: `/etc/hunt/sites/site${index}.conf`,
    content: siteContent(index),
  })),
  { kind: 'file', path: '/etc/hunt/lines.conf', content: 'key0=value0\nkey1=value1\nkey2=value2\n' },
  { kind: 'file', path: '/etc/sysctl.d/90-hunt.conf', content: 'net.ipv4.ip_forward=1\n' },
  { kind: 'file', path: '/etc/sudoers.d/hunt', content: sudoers, mode: 0o440, validate: 'visudo -cf "$1"' },
  { kind: 'link', path: '/etc/hunt/enabled', target: '/etc/hunt/sites' },
  { kind: 'absent', path: '/etc/hunt/old.conf' },
  { kind: 'cron', name: 'hunt-backup', schedule: '5 * * * *', command: '/usr/bin/true' },
  { kind: 'unit', name: 'cron.service', isRunning: true },
  { kind: 'command', name: 'once', command: '/usr/bin/true', creates: '/etc/hunt' },
];
