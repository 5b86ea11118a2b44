import { DowngradeRefusedError, MinorSkippedError } from '../errors.ts';
import { compareK3sVersions, parseK3sVersion } from './k3s-version.ts';

/**
 * Lets pass what Kubernetes supports: the same minor version or the next one, never back. Pure.
 *
 * @throws DowngradeRefusedError, MinorSkippedError
 * @see https://kubernetes.io/releases/version-skew-policy/#supported-component-upgrade-order
 */
export function checkUpgrade(host: string, installed: string, asked: string): void {
  const [from, to] = [parseK3sVersion(installed), parseK3sVersion(asked)];
  // What is installed may be a build that has no proper name; then there is nothing to compare.
  if (!from || !to) return;
  if (compareK3sVersions(to, from) < 0) throw new DowngradeRefusedError(host, installed, asked);
  if (to.major !== from.major || to.minor > from.minor + 1)
    throw new MinorSkippedError(host, installed, asked, `v${from.major}.${from.minor + 1}`);
}
