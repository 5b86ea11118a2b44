import { trustedPipeline, type ManagedRepository } from '@wescale/drone-pipelines';
import type { Answers } from './extensions.ts';

/**
 * The one decision which pipelines a repository gets, asked in three places. Only `config` is a boundary; `convert` and
 * `validate` catch a server where it is missing or its answer was changed on the way.
 */
export function pipelineDecisions(options: {
  repositories: ReadonlyMap<string, ManagedRepository>;
  unmanaged: 'refuse' | 'own-file';
}): Answers<'config' | 'convert' | 'validate'> {
  const { repositories, unmanaged } = options;
  const decide = trustedPipeline({ find: ({ uid }) => repositories.get(uid), unmanaged });
  return {
    config: decide,
    convert: decide,
    async validate({ build, repo, config }) {
      const decided = await decide({ build, repo });
      if (decided === null) return 'accept';
      if ('refuse' in decided) return decided;
      return config.data === decided.data
        ? 'accept'
        : { refuse: 'This is not the pipeline that the repository was given' };
    },
  };
}
