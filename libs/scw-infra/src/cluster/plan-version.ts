import type { Blocker } from '../plan/change.ts';
import type { ClusterChange } from './cluster-change.ts';
import type { ActualCluster, Cluster, DesiredCluster } from './cluster.ts';

const numbersOf = (version: string): [major: number, minor: number, patch: number] => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
};

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** Negative when `a` is the lower one. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
}

const block = (code: Blocker['code'], sentence: string, remedy: string): Blocker => ({
  code,
  resource: 'cluster',
  sentence,
  remedy,
});

const say = (versions: readonly string[]): string => (versions.length === 0 ? 'none' : versions.join(', '));

/** Whether a new cluster can have the version. */
export function checkOfferedVersion(versions: readonly string[], version: string): Blocker[] {
  if (versions.includes(version)) return [];
  const sentence = `Kapsule does not offer Kubernetes ${version}`;
  return [block('version-not-offered', sentence, `Choose one that it offers: ${say(versions)}.`)];
}

function whyNotUpgrade(
  { name, version: present }: Cluster,
  wanted: string,
  offered: readonly string[],
): Blocker | undefined {
  const sentence = `cluster ${name} cannot go from Kubernetes ${present} to ${wanted}`;
  if (compareVersions(wanted, present) < 0)
    return block(
      'version-lower',
      `${sentence}: a cluster never goes back to a lower version`,
      `Ask for ${present} or a higher one, or make a second cluster and switch to it.`,
    );
  const [major, minor] = numbersOf(present);
  const [wantedMajor, wantedMinor] = numbersOf(wanted);
  const next = `${major}.${minor + 1}`;
  if (wantedMajor !== major || wantedMinor > minor + 1) {
    const steps = offered.filter((version) => minorOf(version) === next);
    return block(
      'version-skips-minor',
      `${sentence}: a cluster goes up by one minor version at a time`,
      `Upgrade to ${steps[0] ?? next} first, then run again.`,
    );
  }
  if (offered.includes(wanted)) return undefined;
  return block(
    'version-not-offered',
    `${sentence}: Kapsule does not offer it to this cluster`,
    `Choose one that it offers: ${say(offered)}.`,
  );
}

/** The upgrade of an existing cluster, with its pools: by one minor version at most, never down. */
export function planVersion(
  { versions, pools }: Pick<ActualCluster, 'versions' | 'pools'>,
  cluster: Cluster,
  { version }: Pick<DesiredCluster, 'version'>,
): { changes: ClusterChange[]; blockers: Blocker[] } {
  const { id: clusterId, name } = cluster;
  if (cluster.version === version) return { changes: [], blockers: [] };
  const blocker = whyNotUpgrade(cluster, version, versions);
  if (blocker) return { changes: [], blockers: [blocker] };
  const named = pools.map((pool) => pool.name).join(', ');
  const change: ClusterChange = {
    resource: 'cluster',
    name,
    sentence: `upgrade cluster ${name}${named === '' ? '' : ` and its pools ${named}`}: Kubernetes ${cluster.version} → ${version}`,
    step: { kind: 'upgrade-cluster', clusterId, version },
  };
  return { changes: [change], blockers: [] };
}
