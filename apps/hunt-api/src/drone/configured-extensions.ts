import type { ExtensionKind } from '@wescale/drone-pipelines';
import type { ApiConfiguration } from '../configuration/read-configuration.ts';
import { admissionDecision } from './admission-decision.ts';
import type { Answer, Answers, DroneExtensions } from './extensions.ts';
import { pipelineDecisions } from './pipeline-decisions.ts';
import { environDecision, registryDecision, secretsDecision } from './runner-decisions.ts';

/**
 * Drone's calls carry no number and its dates count seconds: two pipelines of a build that start in the same second
 * ask with the same bytes. Answers can be given twice without harm: whoever could send a call again within two seconds
 * has seen its answer. An event must not be heard twice.
 */
const repeatWithinMs = (kind: ExtensionKind) => (kind === 'webhook' ? 0 : 2000);

/** The extensions that the configuration names, each with its secret and its decision. */
export function configuredExtensions(configuration: ApiConfiguration): DroneExtensions {
  const { settings, repositories, granted, secrets } = configuration;
  const { admission } = settings.extensions;
  const answers: Partial<Answers<ExtensionKind>> = {
    ...pipelineDecisions({ repositories, unmanaged: settings.unmanaged }),
    ...(admission ? { admission: admissionDecision(admission) } : {}),
    secret: secretsDecision(granted.secrets),
    registry: registryDecision(granted.credentials),
    environ: environDecision(granted.variables),
    // Heard and logged; the game takes its facts from here.
    webhook: () => undefined,
  };
  const served: DroneExtensions = {};
  const serve = <Kind extends ExtensionKind>(kind: Kind, secret: string) => {
    const answer: Answer<Kind> | undefined = answers[kind];
    const one: Partial<Record<ExtensionKind, unknown>> = served;
    if (answer) one[kind] = { secret, answer, repeatWithinMs: repeatWithinMs(kind) };
  };
  for (const [kind, secret] of secrets) serve(kind, secret);
  return served;
}
