import type { Resource } from '@wescale/ssh-host';

const folder = '/etc/systemd/journald.conf.d';
const path = `${folder}/hunt.conf`;

/** A full disk is the commonest way for a small host to die: the journal gets a bound (journald.conf(5)). */
export function journal(): Resource[] {
  return [
    { kind: 'directory', path: folder },
    { kind: 'file', path, content: '[Journal]\nStorage=persistent\nSystemMaxUse=500M\nSystemKeepFree=1G\n' },
    { kind: 'unit', name: 'systemd-journald.service', isRunning: true, restartOn: [`file:${path}`] },
  ];
}
