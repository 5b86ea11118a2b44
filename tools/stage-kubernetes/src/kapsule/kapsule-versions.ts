/**
 * Versions of Kapsule's Kubernetes that the stage offers, the default first. Both are the same modules; under the stamp
 * of an older minor they behave as that one where Kubernetes can emulate it.
 */
export const kapsuleVersions: readonly string[] = ['1.36.3', '1.35.3'];
