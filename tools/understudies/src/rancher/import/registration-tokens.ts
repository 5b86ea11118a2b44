import { minorOf, type Rancher } from '../rancher.ts';
import { randomText } from '../state/random-text.ts';
import type { Cluster, RegistrationToken } from '../state/state.ts';

const dayMs = 86_400_000;
/** facts/k3s-rancher.md §3, "2.6→2.15": registration tokens rotate since 2.15. */
export const registrationTtlMs: number = 30 * dayMs;
const graceMs = dayMs / 8;

export const createRegistrationToken = (
  rancher: Rancher,
  clusterId: string,
  name: string,
): RegistrationToken => {
  const token: RegistrationToken = {
    name,
    clusterId,
    value: randomText(54),
    createdAt: rancher.now().toISOString(),
  };
  rancher.state.registrationTokens.push(token);
  return token;
};

/** Tokens of a cluster, or all; those whose time has come get another value first. */
export function listRegistrationTokens(rancher: Rancher, clusterId?: string): RegistrationToken[] {
  if (minorOf(rancher) >= 15) rotate(rancher);
  return rancher.state.registrationTokens.filter(
    (token) => clusterId === undefined || token.clusterId === clusterId,
  );
}

function rotate(rancher: Rancher): void {
  const now = rancher.now();
  for (const token of rancher.state.registrationTokens) {
    if (now.getTime() - Date.parse(token.createdAt) < registrationTtlMs) continue;
    token.previousValue = token.value;
    token.value = randomText(54);
    token.createdAt = now.toISOString();
  }
}

/** The cluster that a token registers; the value before the last counts for three hours more. */
export function clusterOfToken(rancher: Rancher, value: string): Cluster | undefined {
  if (value === '') return undefined;
  const now = rancher.now().getTime();
  const token = listRegistrationTokens(rancher).find(
    (one) =>
      one.value === value || (one.previousValue === value && now - Date.parse(one.createdAt) < graceMs),
  );
  return rancher.state.clusters.find(({ id }) => id === token?.clusterId);
}
