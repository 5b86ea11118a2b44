import { fileKind, type FileResource } from './file.ts';
import { findNameMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A job of cron, in a file of its own under `/etc/cron.d`. Needs the package `cron`. */
export interface CronResource {
  kind: 'cron';
  /** Letters, digits, `-` and `_`: cron ignores files with other names. */
  name: string;
  /** Five fields, or a word such as `@daily`. */
  schedule: string;
  /** One line for `/bin/sh`; a `%` is a `%`, not a newline. */
  command: string;
  /** @default 'root' */
  user?: string;
}

export const cronKind: ResourceKind<CronResource> = {
  name: ({ name }) => name,
  findMistake({ name, schedule, command, user }) {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) return 'its name may hold letters, digits, "-" and "_" only';
    if (!/^(@[a-z]+|[^\s@]+( [^\s@]+){4})$/.test(schedule))
      return `"${schedule}" is not five fields or a word like "@daily"`;
    if (command.trim() === '' || /\p{Cc}/u.test(command)) return 'its command must be one line';
    return user === undefined ? undefined : findNameMistake('user', user);
  },
  paths: (cron) => fileKind.paths?.(fileOf(cron)) ?? [],
  diff: (cron, facts, context) => fileKind.diff(fileOf(cron), facts, context),
  apply: (cron) => fileKind.apply(fileOf(cron)),
};

function fileOf({ name, schedule, command, user = 'root' }: CronResource): FileResource {
  const line = `${schedule} ${user} ${command.replaceAll('%', String.raw`\%`)}`;
  return { kind: 'file', path: `/etc/cron.d/${name}`, content: `# ${name}\n${line}\n` };
}
