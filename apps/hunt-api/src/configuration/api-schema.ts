import { EVENT_NAMES } from '@wescale/drone-pipelines';
import { z } from 'zod';
import { logLevels } from '../logging.ts';
import { repositoryUid } from './repositories-schema.ts';

const path = z.string().min(1);

/** For which builds something is meant. */
const grant = {
  uids: z.array(repositoryUid).min(1).describe('Ids of managed repositories on the forge.'),
  events: z.array(z.enum(EVENT_NAMES)).min(1).describe('Events whose builds get it.'),
  triggers: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Who may have started the build: @hook for a webhook, or a login. Anyone, if left out.'),
};

const none = z.strictObject({});

const admission = z.strictObject({
  admins: z.array(z.string().min(1)).default([]).describe('Logins that administrate Drone.'),
  members: z
    .union([z.literal('anyone'), z.array(z.string().min(1))], {
      error: 'expects anyone, or a list of logins',
    })
    .describe('Logins that may use Drone: anyone of the forge, or those named.'),
});

const secret = z.strictObject({
  grants: z
    .array(
      z.strictObject({
        path: z.string().min(1).describe('As the pipeline names it: get.path.'),
        name: z.string().min(1).describe('As the pipeline names it: get.name.'),
        file: path.describe(
          'The file that holds the value, readable by its owner only. Relative to this file.',
        ),
        ...grant,
      }),
    )
    .superRefine(refuseTwins),
});

const registry = z.strictObject({
  credentials: z.array(
    z.strictObject({
      address: z.string().min(1).describe('Host of the registry, as images name it.'),
      username: z.string().min(1),
      passwordFile: path.describe('The file that holds the password, readable by its owner only.'),
      ...grant,
    }),
  ),
});

const variableName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'expects a name in capitals, like GAME_URL')
  .refine((name) => !/^(?:DRONE|CI|PLUGIN|LD)_|^(?:PATH|HOME|SHELL|BASH_ENV|ENV|IFS)$/.test(name), {
    error: 'is a name that the runner, the shell or the loader uses; choose another',
  });

const environ = z.strictObject({
  variables: z.array(
    z
      .strictObject({
        name: variableName,
        value: z.string().optional().describe('The value, where it is no secret.'),
        valueFile: path
          .optional()
          .describe('The file that holds a secret value, readable by its owner only.'),
        ...grant,
      })
      .refine((one) => (one.value === undefined) !== (one.valueFile === undefined), {
        error: 'needs either value or valueFile',
      }),
  ),
});

/** `hunt-api.yaml`: what is served, where, and with which files. */
export const apiSchema = z.strictObject({
  listen: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
      port: z.int().min(0).max(65_535).default(3080).describe('TCP port; 0 takes a free one.'),
    })
    .prefault({}),
  log: z.enum(logLevels).default('info').describe('The least that is logged.'),
  stopTimeoutSeconds: z
    .int()
    .min(1)
    .max(600)
    .default(25)
    .describe('How long requests may still take once the server is told to stop.'),
  secrets: z.strictObject({
    file: path.describe(
      'The secrets of the extensions: NAME=value lines, readable by their owner only. Relative to this file.',
    ),
    generate: z
      .boolean()
      .default(false)
      .describe('Make secrets that are missing and write them to the file, instead of refusing to start.'),
  }),
  repositories: path.describe('The file of managed repositories. Relative to this file.'),
  unmanaged: z
    .enum(['refuse', 'own-file'])
    .default('refuse')
    .describe('What a repository that is not managed gets: no build, or its own file.'),
  extensions: z
    .strictObject({
      config: none.optional().describe('Which pipelines a repository gets: the boundary.'),
      convert: none.optional().describe('The same decision, where a server converts files.'),
      validate: none.optional().describe('Refuses every pipeline but the one that the repository was given.'),
      admission: admission.optional().describe('Who may use Drone, and who administrates it.'),
      secret: secret.optional().describe('Secrets, for the builds they are granted to.'),
      registry: registry.optional().describe('Credentials with which runners pull images.'),
      environ: environ.optional().describe('Variables that steps get.'),
      webhook: none.optional().describe('Hears what happens in Drone, and logs it.'),
    })
    .refine((extensions) => Object.keys(extensions).length > 0, {
      error: 'is empty; serve at least one, like config: {}',
    })
    .describe('The extensions that are served, each at /drone/<name>.'),
});

export type ApiSettings = z.output<typeof apiSchema>;

function refuseTwins(
  grants: readonly { path: string; name: string }[],
  context: { addIssue(issue: { code: 'custom'; path: (string | number)[]; message: string }): void },
): void {
  for (const [index, { path, name }] of grants.entries())
    if (grants.findIndex((other) => other.path === path && other.name === name) !== index)
      context.addIssue({
        code: 'custom',
        path: [index, 'name'],
        message: `is granted twice (${path}, ${name}); name all repositories in one entry`,
      });
}
