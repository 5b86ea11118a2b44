/**
 * Versions of k3s that the stage serves, the default first. All are the same modules under another stamp; so the
 * second is an upgrade by a patch whose only change is what it says it is.
 */
export const k3sVersions: readonly string[] = ['v1.36.3+k3s1', 'v1.36.4+k3s1'];
