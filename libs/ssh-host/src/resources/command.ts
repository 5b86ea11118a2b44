import { createHash } from 'node:crypto';
import { findFact } from '../read/host-facts.ts';
import { findPath } from '../read/probe-paths.ts';
import { quote } from '../shell/quote.ts';
import { findPathMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/**
 * A command for what no other kind can say. It needs a way to know whether it has to run: `unless`, `creates`, or
 * `runOn`. It must not leave processes behind, which would keep the host locked.
 */
export interface CommandResource {
  kind: 'command';
  name: string;
  /** Shell, run by `/bin/sh -e`. */
  command: string;
  /** Shell that succeeds when there is nothing to do. Must change nothing and take less than half a minute. */
  unless?: string;
  /** A path that exists when there is nothing to do. */
  creates?: string;
  /** Ids of resources, earlier in the list, after whose change it runs. */
  runOn?: string[];
  /** Given to the command; the place for secrets. */
  stdin?: string;
  /** Its output is never shown, not even when it fails. @default false */
  sensitive?: boolean;
  /** Runs as a unit of systemd, and so survives us; a later run waits for it. Has no stdin. @default false */
  isLong?: boolean;
}

export const commandKind: ResourceKind<CommandResource> = {
  name: ({ name }) => name,
  findMistake({ name, unless, creates, runOn, stdin, isLong }) {
    if (!/^[\w .:/@-]+$/.test(name)) return 'its name may hold letters, digits, blanks and "_.:/@-" only';
    if (unless === undefined && creates === undefined && runOn === undefined)
      return 'it needs unless, creates or runOn: else it would run every time';
    if (isLong && stdin !== undefined) return 'a long command has no stdin';
    return creates === undefined ? undefined : findPathMistake(creates);
  },
  paths: ({ creates }) => (creates === undefined ? [] : [{ path: creates }]),
  probe: (commands) =>
    commands
      .flatMap(({ name, unless }) =>
        unless === undefined
          ? []
          : [
              `met=no; timeout 30 sh -c ${quote(unless)} >/dev/null 2>&1 && met=yes; printf 'fact=guard\\tname=%s\\tmet=%s\\n' ${quote(name)} $met`,
            ],
      )
      .join('\n'),
  triggers: ({ runOn = [] }) => [{ name: 'run', on: runOn }],

  diff({ name, unless, creates }, facts, context) {
    const summary = `Run ${name}`;
    const because = context.triggeredBy('run');
    if (because.length > 0) return { action: 'run', summary, reason: `${because.join(', ')} changes` };
    if (creates !== undefined)
      return findPath(facts, creates)
        ? undefined
        : { action: 'run', summary, reason: `${creates} does not exist` };
    if (unless === undefined || findFact(facts, 'guard', name)?.['met'] === 'yes') return undefined;
    return { action: 'run', summary, reason: 'its guard says that it is due' };
  },

  isLong: ({ isLong = false }) => isLong,

  apply({ name, command, unless, creates, stdin, isLong }) {
    const guards = [
      ...(creates === undefined ? [] : [`[ -e ${quote(creates)} ]`]),
      ...(unless === undefined ? [] : [`timeout 30 sh -c ${quote(unless)} >/dev/null 2>&1`]),
    ];
    const script = `set -e\n${command}`;
    const unit = `ssh-host-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
    const run = isLong
      ? `run_unit ${unit} ${quote(script)}`
      : stdin === undefined
        ? `sh -c ${quote(script)}`
        : `base64 -d <<'CONTENT' | sh -c ${quote(script)}\n${Buffer.from(stdin).toString('base64')}\nCONTENT`;
    return [
      ...(isLong ? [`await_unit ${unit}`] : []),
      // What an earlier run began may have ended meanwhile.
      ...guards.map((guard) => `if ! is_pending run && ${guard}; then exit 0; fi`),
      run,
    ].join('\n');
  },
};
