import { findFact } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import { findNameMistake } from './path-name.ts';
import type { PlanContext, ResourceKind } from './resource-kind.ts';

/**
 * A systemd unit: service, timer, socket. Its file, if it is ours, is a `file` resource before it; systemd is told to
 * read changed unit files again on its own.
 */
export interface UnitResource {
  kind: 'unit';
  /** With its type: `nginx.service`, `renewal.timer`. */
  name: string;
  /** Started at boot. Not looked at when left out. */
  isEnabled?: boolean;
  /** Running now. Not looked at when left out. */
  isRunning?: boolean;
  /** Ids of resources, earlier in the list, whose change means a restart. */
  restartOn?: string[];
  /** Ids of resources, earlier in the list, whose change means a reload, or a restart where there is none. */
  reloadOn?: string[];
}

/** States in which enabling has no meaning: the unit is pulled in by others, or made at boot. */
const neverEnabled = new Set(['static', 'indirect', 'generated', 'transient', 'alias']);

export const unitKind: ResourceKind<UnitResource> = {
  name: ({ name }) => name,
  findMistake: ({ name }) =>
    findNameMistake('name', name) ??
    (/\.(service|socket|timer|target|path|mount|swap|slice)$/.test(name)
      ? undefined
      : 'its name must say its type, as in "nginx.service"'),

  probe: (units) => `set -- ${units.map(({ name }) => quote(name)).join(' ')}
fields=
{ systemctl show -p LoadState,ActiveState,UnitFileState,NeedDaemonReload "$@"; echo; } 2>/dev/null | while IFS= read -r line; do
  case $line in
    '') printf 'fact=unit\\tname=%s%s\\n' "$1" "$fields"; fields=; shift ;;
    *) fields="$fields$tab$line" ;;
  esac
done`,

  triggers: ({ restartOn = [], reloadOn = [] }) => [
    { name: 'restart', on: restartOn },
    { name: 'reload', on: reloadOn },
  ],

  diff(unit, facts, context) {
    const now = findFact(facts, 'unit', unit.name);
    const isActive = ['active', 'reloading', 'activating'].includes(now?.['ActiveState'] ?? '');
    const fileState = now?.['UnitFileState'] ?? '';
    const isEnabled = fileState.startsWith('enabled') || neverEnabled.has(fileState);
    const steps: { verb: string; reason: string }[] = [];
    if (unit.isEnabled === true && !isEnabled)
      steps.push({ verb: 'Enable', reason: 'it does not start at boot' });
    if (unit.isEnabled === false && fileState.startsWith('enabled'))
      steps.push({ verb: 'Disable', reason: 'it starts at boot' });
    if (unit.isRunning === true && !isActive)
      steps.push({ verb: 'Start', reason: `it is ${now?.['ActiveState'] ?? 'unknown'}` });
    if (unit.isRunning === false && isActive) steps.push({ verb: 'Stop', reason: 'it is running' });
    const [first, ...more] = steps;
    if (first) {
      const verbs = [first.verb, ...more.map(({ verb }) => verb.toLowerCase())].join(' and ');
      const reason = steps.map((step) => step.reason).join('; ');
      return { action: 'update', summary: `${verbs} ${unit.name}`, reason };
    }
    return isActive ? followUp(unit, now?.['NeedDaemonReload'] === 'yes', context) : undefined;
  },

  apply({ name, isEnabled, isRunning }) {
    const unit = quote(name);
    const explain = `{ systemctl --no-pager -l status ${unit}; journalctl -q --no-pager -o cat -n 20 -u ${unit}; exit 1; }`;
    const lines = [
      `[ "$(systemctl show -p NeedDaemonReload --value ${unit})" = no ] || systemctl daemon-reload`,
    ];
    if (isEnabled !== undefined) lines.push(`systemctl -q ${isEnabled ? 'enable' : 'disable'} ${unit}`);
    if (isRunning === false) lines.push(`systemctl stop ${unit}`);
    else {
      // A unit that was not running when planned may have been started meanwhile, by its package, with its old files.
      const idle = isRunning
        ? `systemctl reset-failed ${unit} 2>/dev/null || :; systemctl start ${unit} || ${explain}`
        : ':';
      lines.push(
        `if systemctl -q is-active ${unit}; then
  if is_pending restart; then systemctl restart ${unit} || ${explain}
  elif is_pending reload; then systemctl reload-or-restart ${unit} || ${explain}
  fi
else ${idle}
fi`,
      );
    }
    return lines.join('\n');
  },
};

function followUp(
  unit: UnitResource,
  isFileNewer: boolean,
  context: PlanContext,
): ReturnType<typeof unitKind.diff> {
  const because = (ids: string[]): string => `${ids.join(', ')} ${ids.length > 1 ? 'change' : 'changes'}`;
  const restart = context.triggeredBy('restart');
  if (restart.length > 0)
    return { action: 'restart', summary: `Restart ${unit.name}`, reason: because(restart) };
  const reload = context.triggeredBy('reload');
  if (reload.length > 0) return { action: 'reload', summary: `Reload ${unit.name}`, reason: because(reload) };
  if (!isFileNewer) return undefined;
  return {
    action: 'reload',
    summary: `Let systemd read the file of ${unit.name} again`,
    reason: 'it is newer than what systemd knows',
  };
}
