import type { DroneBuild, DroneRepository, EventName } from '@wescale/drone-pipelines';

/** For which builds something is meant. Runners ask for every build, pull requests included, so this decides. */
export interface Grant {
  /** Ids of repositories on the forge. */
  uids: readonly string[];
  events: readonly EventName[];
  /** Who may have started the build: `@hook` for a webhook, or a login. Absent: anyone. */
  triggers?: readonly string[] | undefined;
}

export function isGranted(
  { uids, events, triggers }: Grant,
  { repo, build }: { repo: DroneRepository; build: DroneBuild },
): boolean {
  return (
    uids.includes(repo.uid) &&
    events.some((event) => event === build.event) &&
    (triggers?.includes(build.trigger ?? '') ?? true)
  );
}
