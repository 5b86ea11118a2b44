import type { Labels } from '../labels.ts';

/** grafana/loki pkg/distributor/field_detection.go: names under which a level is looked for. */
const levelNames = [
  'level',
  'LEVEL',
  'Level',
  'log.level',
  'severity',
  'SEVERITY',
  'Severity',
  'SeverityText',
  'lvl',
  'LVL',
  'Lvl',
];

const levels: Readonly<Record<string, string>> = {
  ...{ trace: 'trace', trc: 'trace', debug: 'debug', dbg: 'debug', info: 'info', inf: 'info' },
  ...{ information: 'info', warn: 'warn', wrn: 'warn', warning: 'warn', error: 'error', err: 'error' },
  ...{ critical: 'critical', fatal: 'fatal' },
};

/** The structured metadata that Loki adds to every line that has no level of its own. */
export function detectLevel(labels: Labels, line: string, metadata: Labels): Labels {
  if (metadata['detected_level'] !== undefined) return metadata;
  const given = levelNames.map((name) => metadata[name] ?? labels[name]).find((value) => value !== undefined);
  return { ...metadata, detected_level: normalize(given ?? levelOfLine(line)) };
}

const normalize = (level: string | undefined): string => levels[(level ?? '').toLowerCase()] ?? 'unknown';

function levelOfLine(line: string): string | undefined {
  if (line.trimStart().startsWith('{')) return levelOfJson(line);
  const field = /(?:^|\s)(?:level|lvl|severity)="?([a-z]+)"?(?:\s|$)/i.exec(line)?.[1];
  // Assumption: in a line of neither JSON nor logfmt the first word that names a level tells it.
  return field ?? /\b(trace|debug|info|warn|warning|error|critical|fatal)\b/i.exec(line)?.[1];
}

function levelOfJson(line: string): string | undefined {
  try {
    const fields = JSON.parse(line) as Record<string, unknown>;
    const level = levelNames.map((name) => fields[name]).find((value) => typeof value === 'string');
    return typeof level === 'string' ? level : undefined;
  } catch {
    return undefined;
  }
}
