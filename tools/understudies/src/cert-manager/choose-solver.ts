import type { Solver } from './resources.ts';

/**
 * The solver for a name: one that names it, else the one of the longest zone above it, else one without a selector
 * (cert-manager's documentation, "Solver selection").
 */
export function chooseSolver(solvers: readonly Solver[], dnsName: string): Solver | undefined {
  const bare = dnsName.replace(/^\*\./, '');
  const weight = ({ selector }: Solver): number => {
    if (selector === undefined) return 0;
    if (selector.dnsNames?.includes(dnsName) === true) return Infinity;
    const zones = (selector.dnsZones ?? []).filter((zone) => bare === zone || bare.endsWith(`.${zone}`));
    return zones.length === 0 ? -1 : Math.max(...zones.map((zone) => zone.length));
  };
  const [best] = solvers
    .map((solver) => ({ solver, weight: weight(solver) }))
    .filter((one) => one.weight >= 0)
    .toSorted((a, b) => b.weight - a.weight);
  return best?.solver;
}
