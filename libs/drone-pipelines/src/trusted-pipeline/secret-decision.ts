import type { EventName } from '../build/common.ts';
import type { ExtensionCalls, SecretRequest } from '../extension/kinds.ts';

/** One secret, for one repository, on named events. */
export interface SecretGrant {
  /** Id of the repository on the forge. */
  readonly uid: string;
  readonly path: string;
  readonly name: string;
  readonly events: readonly EventName[];
  /** Who may have started the build: `@hook` for a webhook, or a login. @default anyone */
  readonly triggers?: readonly string[];
}

/**
 * The decision of the secret extension: what is not granted does not exist. The runner asks for whatever the file says
 * and does not look at pull requests, so this must (facts/drone.md §0, A21).
 *
 * @param options.read fetches the value of a secret that was granted
 * @example
 * const grants: SecretGrant[] = [{ uid: '40', path: 'game/deploy', name: 'token', events: ['custom'], triggers: ['game'] }];
 * const answer = secretDecision({ grants, read: async (path, name) => `the value of ${path}/${name}` });
 * const handle = extension('secret', { secret: 's'.repeat(32), answer });
 */
export function secretDecision(options: {
  readonly grants: readonly SecretGrant[];
  readonly read: (path: string, name: string, signal: AbortSignal) => Promise<string>;
}): (call: SecretRequest, signal: AbortSignal) => Promise<ExtensionCalls['secret']['answer']> {
  return async ({ path, name, repo, build }, signal) => {
    const granted = options.grants.some(
      (grant) =>
        grant.uid === repo.uid &&
        grant.path === path &&
        grant.name === name &&
        grant.events.some((event) => event === build.event) &&
        (grant.triggers?.includes(build.trigger ?? '') ?? true),
    );
    // Never marked for pull requests: a grant on that event is explicit.
    return granted ? { name, data: await options.read(path, name, signal), pull_request: false } : null;
  };
}
