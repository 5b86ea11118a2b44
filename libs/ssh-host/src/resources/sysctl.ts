import { factKey, findFact } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import { fileKind, type FileResource } from './file.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Kernel settings, in a file of their own under `/etc/sysctl.d`, and in force now. */
export interface SysctlResource {
  kind: 'sysctl';
  /** Names the file. */
  name: string;
  /** For example `{ 'net.ipv4.ip_forward': 1 }`. */
  values: Record<string, string | number>;
  /** `false` where the kernel is not the host's own: the file is written, nothing is set or compared. @default true */
  isProvable?: boolean;
}

export const sysctlKind: ResourceKind<SysctlResource> = {
  name: ({ name }) => name,
  findMistake({ name, values }) {
    if (!/^[A-Za-z0-9_-]+$/.test(name)) return 'its name may hold letters, digits, "-" and "_" only';
    for (const [key, value] of Object.entries(values)) {
      if (!/^[a-z0-9_]+(\.[A-Za-z0-9_*/-]+)+$/.test(key)) return `"${key}" is not a kernel setting`;
      if (/\p{Cc}/u.test(String(value).replaceAll('\t', ' '))) return `the value of ${key} must be one line`;
    }
    return undefined;
  },
  paths: (sysctl) => fileKind.paths?.(fileOf(sysctl)) ?? [],

  probe: (sysctls) => {
    const files = sysctls.filter(isLive).flatMap(({ values }) => Object.keys(values).map(procFile));
    if (files.length === 0) return '';
    // The shell's own read asks byte by byte, which /proc/sys answers only once. Fields of a value are separated by
    // tabs there and by anything in files; "$*" joins them by blanks.
    return `grep -Hs '' ${files.map(quote).join(' ')} | while IFS=: read -r file value; do
  set -f; set -- $value
  printf 'fact=sysctl\\tname=%s\\tvalue=%s\\n' "$file" "$*"
done`;
  },
  guards: (sysctl) =>
    isLive(sysctl) ? Object.keys(sysctl.values).map((key) => factKey('sysctl', procFile(key))) : [],

  diff(sysctl, facts, context) {
    const file = fileKind.diff(fileOf(sysctl), facts, context);
    const live = Object.entries(isLive(sysctl) ? sysctl.values : {}).flatMap(([key, value]) => {
      const now = findFact(facts, 'sysctl', procFile(key))?.['value'];
      return now === normalize(value) ? [] : [`${key} is ${now ?? 'unknown'}, not ${normalize(value)}`];
    });
    if (!file && live.length === 0) return undefined;
    return {
      action: file?.action ?? 'update',
      summary: `Set kernel settings ${sysctl.name}`,
      reason: [...(file ? [file.reason] : []), ...live].join('; '),
      ...(file?.diff !== undefined && { diff: file.diff }),
    };
  },

  apply(sysctl) {
    const settings = Object.entries(isLive(sysctl) ? sysctl.values : {}).map(
      ([key, value]) => `echo ${quote(normalize(value))} >${quote(procFile(key))}`,
    );
    return [fileKind.apply(fileOf(sysctl)), ...settings].join('\n');
  },
};

function isLive({ isProvable = true }: SysctlResource): boolean {
  return isProvable;
}

function normalize(value: string | number): string {
  return String(value).trim().split(/\s+/).join(' ');
}

/** Dots separate the parts of a key, a slash stands for a dot within one (sysctl.d(5)). */
function procFile(key: string): string {
  return `/proc/sys/${key.replace(/[./]/g, (mark) => (mark === '.' ? '/' : '.'))}`;
}

function fileOf({ name, values }: SysctlResource): FileResource {
  const content = Object.entries(values)
    .map(([key, value]) => `${key} = ${normalize(value)}\n`)
    .join('');
  return { kind: 'file', path: `/etc/sysctl.d/60-${name}.conf`, content };
}
