import { trustedPipeline } from '@wescale/drone-pipelines';
import type { ApiConfiguration } from '../configuration/read-configuration.ts';
import type { DroneExtensions } from './extensions.ts';

/**
 * Drone's calls carry no number and its dates count seconds: two pipelines of a build that start in the same second
 * ask with the same bytes. All answers but those to webhooks can be given twice without harm.
 */
const repeatWithinMs = 2000;

/** What each extension that the configuration names decides. */
export function configuredExtensions({ settings, repositories, secrets }: ApiConfiguration): DroneExtensions {
  const trusted = trustedPipeline({
    find: ({ uid }) => repositories.get(uid),
    unmanaged: settings.unmanaged,
  });
  const secret = secrets.get('config');
  return secret === undefined ? {} : { config: { secret, repeatWithinMs, answer: trusted } };
}
