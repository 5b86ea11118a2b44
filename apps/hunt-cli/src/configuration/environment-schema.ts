import { z } from 'zod';

const callTimeoutSeconds = z
  .int()
  .min(1)
  .max(300)
  .default(30)
  .describe('How long one call of the API may take before it is given up and, where that is safe, repeated.');

const agentPatienceSeconds = z
  .int()
  .min(1)
  .max(600)
  .default(60)
  .describe("How long Rancher's agent on a board may say the same complaint before the import ends with it.");

/** `environments/<name>.yaml`: where the hunt runs. */
export const environmentSchema = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('stage').describe('The rehearsal world on this machine.'),
    stage: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,23}$/, 'expects at most 24 of a-z, 0-9 and hyphens, a letter first')
      .default('default')
      .describe('Which stage, where several stand side by side.'),
    callTimeoutSeconds,
    agentPatienceSeconds,
  }),
  z.strictObject({
    provider: z.literal('scaleway').describe('Scaleway itself; resources are billed.'),
    zone: z
      .string()
      .regex(/^(fr-par-[123]|nl-ams-[123]|pl-waw-[123]|it-mil-1)$/, 'expects a Scaleway zone, like fr-par-1')
      .describe('Availability zone of the game master.'),
    profile: z.string().min(1).optional().describe("Profile of the scw CLI's configuration file."),
    apiUrl: z.url().optional().describe("Address of Scaleway's API, when it is not the public one."),
    callTimeoutSeconds,
    agentPatienceSeconds,
  }),
]);

/** The validated content of an environment file. */
export type Environment = z.output<typeof environmentSchema>;
