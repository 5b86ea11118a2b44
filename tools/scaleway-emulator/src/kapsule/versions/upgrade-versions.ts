/**
 * The versions that a cluster may be upgraded to: later patches of its minor version and patches of the next one, as
 * @scaleway/sdk-k8s 1.8.0 documents it.
 */
export function upgradeVersions(offered: readonly string[], current: string): string[] {
  const [major = 0, minor = 0, patch = 0] = current.split('.').map(Number);
  return offered.filter((version) => {
    const [theMajor, theMinor = 0, thePatch = 0] = version.split('.').map(Number);
    return theMajor === major && (theMinor === minor + 1 || (theMinor === minor && thePatch > patch));
  });
}
