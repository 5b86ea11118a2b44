/** Why k3s does not run, as far as it can be told. */
export interface K3sFailure {
  kind:
    | 'no-memory-cgroup'
    | 'port-taken'
    | 'token-mismatch'
    | 'newer-than-datastore'
    | 'no-default-route'
    | 'duplicate-hostname'
    | 'disk-full'
    | 'configuration-refused'
    | 'unsupported-architecture'
    | 'restore-interrupted'
    | 'unknown';
  /** What it means and what to do, one sentence. */
  explanation: string;
  /** k3s's own words. */
  line?: string;
}

type KnownKind = Exclude<K3sFailure['kind'], 'unknown'>;

/** What each kind means and what helps; `detail` is what the pattern caught, such as a port. */
export const explanations: Readonly<Record<KnownKind, (detail?: string) => string>> = {
  'no-memory-cgroup': () =>
    'the kernel gives no memory cgroup; boot it with cgroup_enable=memory on its command line',
  'port-taken': (port = 'it needs') =>
    `port ${port} is taken by another program; ss -ltnp shows which, stop it or move it`,
  'token-mismatch': () =>
    'the data in place was encrypted with another token; give the token it was made with, or remove the data',
  'newer-than-datastore': () =>
    'certificates on the disk are newer than those in the datastore, as after a restore; remove what the line names and start again',
  'no-default-route': () =>
    'the host has no default route, by which k3s finds its address; add one, or set node-ip',
  'duplicate-hostname': () =>
    'another node of this name is in the cluster; give this one another name, or delete the other node',
  'disk-full': () => 'the disk is full; make room and run again',
  'configuration-refused': () => 'it does not take its configuration; mend what the line names',
  'restore-interrupted': () => 'a restore was interrupted and its data is half there; run the restore again',
  'unsupported-architecture': (name = 'this one') => `there is no k3s for the processor ${name}`,
};

/**
 * What k3s and its parts print when they give up. k3s: pkg/cgroups, pkg/cluster/storage.go, pkg/server/auth; Go's
 * net and syscall packages; k8s.io/apimachinery/pkg/util/net for the route. Assumption: read in sources and issues, not
 * seen from a k3s that failed.
 */
const patterns: readonly [KnownKind, RegExp][] = [
  ['no-memory-cgroup', /failed to find memory cgroup|memory cgroup (?:is )?(?:not|missing|disabled)/i],
  ['port-taken', /:(\d+): bind: address already in use|address already in use/i],
  [
    'token-mismatch',
    /encrypted with different token|token CA hash does not match|failed to normalize (?:server )?token|invalid token format/i,
  ],
  ['newer-than-datastore', /newer than (?:the )?datastore/i],
  ['no-default-route', /no default routes? (?:was |were )?found|unable to select an IP from default routes/i],
  ['duplicate-hostname', /Node password rejected|duplicate hostname/i],
  ['disk-full', /no space left on device|database space exceeded/i],
  [
    'configuration-refused',
    /flag provided but not defined|unknown (?:configuration )?key|invalid (?:value|argument)|(?:failed to parse|error converting|cannot unmarshal).*yaml/i,
  ],
];

/**
 * Finds the reason in the journal of a k3s that ended. What stands last counts, and a line with a severity of fatal
 * before others. Pure.
 *
 * @example
 * explainFailure(['level=fatal msg="failed to find memory cgroup (v2)"']).kind // 'no-memory-cgroup'
 */
export function explainFailure(journal: readonly string[]): K3sFailure {
  const newestFirst = journal.toReversed().filter((line) => line.trim() !== '');
  const [fatal, rest] = [newestFirst.filter(isFatal), newestFirst.filter((line) => !isFatal(line))];
  for (const line of [...fatal, ...rest])
    for (const [kind, pattern] of patterns) {
      const match = pattern.exec(line);
      if (match) return { kind, explanation: explanations[kind](match[1]), line: messageOf(line) };
    }
  const last =
    fatal[0] ?? newestFirst.find((line) => /level=error|^E\d{4}|panic:/.test(line)) ?? newestFirst[0];
  return {
    kind: 'unknown',
    explanation: 'for a reason nobody foresaw; journalctl -u k3s on the host has the whole story',
    ...(last !== undefined && { line: messageOf(last) }),
  };
}

function isFatal(line: string): boolean {
  return /level=fatal|^F\d{4} /.test(line);
}

/** The message of a logrus line, or the line; short enough for one sentence. */
function messageOf(line: string): string {
  const quoted = /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll(/\\(.)/g, '$1');
  const text = (quoted ?? line).trim();
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
