import { z } from 'zod';

/** Id of a repository on the forge. */
export const repositoryUid = z
  .string()
  .regex(/^[\w.{}-]{1,100}$/, "expects the forge's id of the repository, in quotes, like '30'");

const common = {
  uid: repositoryUid.describe('Id of the repository on the forge: names can be taken over, ids cannot.'),
  name: z.string().max(200).optional().describe('For people; nothing is decided by it.'),
  pipelines: z
    .string()
    .min(1)
    .describe('The pipelines it gets: a file like .drone.yml. Relative to this file.'),
};

const pattern = z
  .string()
  .refine(isPattern, 'expects a regular expression, which the whole value must match');

/** The file of managed repositories. */
export const repositoriesSchema = z.strictObject({
  repositories: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ ...common, kind: z.literal('player').describe('Players can write to it.') }),
        z.strictObject({
          ...common,
          kind: z.literal('jobs').describe('Only the game can write to it; its pipelines may have secrets.'),
          callers: z.array(z.string().min(1)).min(1).describe('Logins that may start a job.'),
          parameters: z
            .record(z.string(), pattern)
            .default({})
            .describe('Parameters a job takes, each with the pattern its whole value must match.'),
        }),
      ]),
    )
    .superRefine((repositories, context) => {
      for (const [index, { uid }] of repositories.entries())
        if (repositories.findIndex((other) => other.uid === uid) !== index)
          context.addIssue({
            code: 'custom',
            path: [index, 'uid'],
            message: `is given twice (${uid}); each repository has one entry`,
          });
    }),
});

export type RepositoryEntry = z.output<typeof repositoriesSchema>['repositories'][number];

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
