import { z } from 'zod';
import { logLevels } from '../logging.ts';

const path = z.string().min(1).describe('Relative to this file.');
const served = z.strictObject({});

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
    file: path.describe('NAME=value lines; readable by its owner only. Relative to this file.'),
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
    .strictObject({ config: served.optional() })
    .refine(
      (extensions) => Object.keys(extensions).length > 0,
      'is empty; serve at least one, like config: {}',
    )
    .describe('The extensions that are served, each at /drone/<name>.'),
});

export type ApiSettings = z.output<typeof apiSchema>;
