import type { RecordedPair } from './recorded-pairs.ts';

/** One line: how much was compared, and what was not. */
export function formatReport(
  pairs: ReadonlyMap<string, RecordedPair>,
  played: ReadonlySet<string>,
  notCompared: readonly string[],
): string {
  const left = new Map<string, number>();
  for (const pair of pairs.values()) {
    if (!played.has(pair.name)) left.set(productOf(pair), (left.get(productOf(pair)) ?? 0) + 1);
  }
  const byCount = [...left].sort(([, a], [, b]) => b - a);
  const counts = byCount.map(([product, count]) => `${product} ${count}`).join(', ');
  return (
    `contract: ${played.size} of ${pairs.size} pairs compared; not played: ${counts === '' ? 'none' : counts}; ` +
    `values not compared: ${notCompared.join(', ')}`
  );
}

/** `k8s`, `domain` … The one server among them that Kapsule made is Kapsule's. */
function productOf(pair: RecordedPair): string {
  if (pair.name.startsWith('pool-')) return pair.path.startsWith('/instance/') ? 'k8s' : product(pair.path);
  return product(pair.path);
}

const product = (path: string): string => path.split('/')[1] ?? path;
