import type { HuntEvent, PlannedChange } from '../run/hunt-event.ts';

const marks = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
  restart: '>',
  reload: '>',
  run: '>',
} as const;

/** Lines for people; undefined for events that only machines want. */
export function formatEvent(event: HuntEvent): string | undefined {
  switch (event.event) {
    case 'started':
      return `${event.verb}: ${event.hunt} in ${event.environment}`;
    case 'plan':
      return formatPlan(event.step, event.changes, event.unknownUntil);
    case 'outputs':
      return formatOutputs(event.step, event.outputs);
    case 'step':
      return event.state === 'done' || event.state === 'failed' || event.state === 'unchanged'
        ? `${event.step}: ${event.state}${formatDetail(event)}`
        : undefined;
    case 'progress':
      return `${event.step}: ${event.message}`;
    case 'resource':
      return `${event.resource.padEnd(14)}  ${event.name}  ${event.state}  ${event.id}`;
    case 'record':
      return `${event.name} ${event.ttlSeconds} ${event.type} ${event.data}`;
    case 'log':
      return event.line;
    case 'finding':
      return formatFinding(event);
    case 'notice':
      return event.message;
    case 'error':
      return `error: ${event.message}`;
    case 'finished':
      return formatFinished(event);
  }
}

/** `(4.2 s)`, `(detail)`, `(detail, 4.2 s)`. */
function formatDetail({ detail, elapsedMs }: HuntEvent & { event: 'step' }): string {
  const parts = [detail ?? '', elapsedMs === undefined ? '' : formatElapsed(elapsedMs)].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function formatPlan(step: string, changes: PlannedChange[], unknownUntil: string | undefined): string {
  if (unknownUntil !== undefined) return `${step}: planned once ${unknownUntil} is there`;
  if (changes.length === 0) return `${step}: nothing to change`;
  return [`${step}: ${count(changes.length, 'change')}`, ...changes.flatMap(formatChange)].join('\n');
}

/** A change with its reason, its diff indented under it. */
export function formatChange(change: PlannedChange): string[] {
  return [
    `  ${marks[change.action]} ${change.summary} (${change.reason})`,
    ...(change.blockedBy ? [`      blocked: ${change.blockedBy}`] : []),
    ...(change.diff
      ? change.diff
          .trimEnd()
          .split('\n')
          .map((line) => `      ${line}`)
      : []),
  ];
}

function formatOutputs(step: string, outputs: Record<string, string>): string {
  const width = Math.max(...Object.keys(outputs).map((name) => name.length));
  return Object.entries(outputs)
    .map(([name, value]) => `${step}.${name.padEnd(width)}  ${value}`)
    .join('\n');
}

function formatFinding(event: HuntEvent & { event: 'finding' }): string {
  const remedy = event.remedy === undefined ? '' : `; ${event.remedy}`;
  return `${event.ok ? 'ok  ' : 'FAIL'} ${event.check}: ${event.message}${remedy}`;
}

function formatFinished({ verb, ok, changed, elapsedMs }: HuntEvent & { event: 'finished' }): string {
  const took = formatElapsed(elapsedMs);
  if (!ok) return `${verb}: failed after ${took}`;
  return changed === 0
    ? `${verb}: nothing changed (${took})`
    : `${verb}: ${count(changed, 'change')} (${took})`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `0.4 s`, `12 s`, `3 min 5 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
