import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { StageDescription } from '@wescale/stage';

/** Everything on this host that tells of a stage. Empty once it is down. */
export function tracesOf(stage: Pick<StageDescription, 'name' | 'addressRange'>): string[] {
  const belongs = (text: string): boolean =>
    new RegExp(`hunt-${stage.name}(\\b|$)|hunt-stage/${stage.name}(\\b|$)`).test(text);
  const output = (command: string, ...args: string[]): string[] =>
    execFileSync(command, args, { encoding: 'utf8' }).split('\n');
  const number = stage.addressRange.split('.')[2]!;
  const byNumber = isTakenByAnother(stage.name, Number(number))
    ? []
    : [
        ...output('ip', 'route').filter((line) => line.includes(stage.addressRange)),
        ...output('ip', '-brief', 'link').filter((line) => line.startsWith(`hunt${number}@`)),
      ];
  return [
    ...byNumber,
    ...output('ip', 'netns').filter(belongs),
    ...readFileSync('/proc/mounts', 'utf8').split('\n').filter(belongs),
    ...processLines().filter(belongs),
    ...output('find', '/sys/fs/cgroup', '-maxdepth', '6', '-type', 'd', '-name', `hunt-${stage.name}`).filter(
      Boolean,
    ),
    ...[`/run/hunt-stage/${stage.name}`, `/var/lib/hunt-stage/${stage.name}`].filter(existsSync),
  ];
}

/** A number that is free again may serve somebody's next stage before we look. */
function isTakenByAnother(name: string, number: number): boolean {
  const stages = existsSync('/run/hunt-stage') ? readdirSync('/run/hunt-stage') : [];
  return stages.some((other) => {
    try {
      const claim = JSON.parse(readFileSync(`/run/hunt-stage/${other}/claim.json`, 'utf8')) as {
        number: number;
      };
      return other !== name && claim.number === number;
    } catch {
      return false;
    }
  });
}

/** For each process its command line and its control groups; one that only waits to be reaped has no command line. */
function processLines(): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      try {
        const [command = '', cgroup = ''] = ['cmdline', 'cgroup'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').replaceAll('\n', ' '),
        );
        return command === '' ? '' : `process ${pid} ${command} ${cgroup}`;
      } catch {
        return '';
      }
    });
}
