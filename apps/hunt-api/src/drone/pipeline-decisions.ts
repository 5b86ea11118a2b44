import { trustedPipeline, type ManagedRepository } from '@wescale/drone-pipelines';
import type { Answers } from './extensions.ts';

/** Drone must not build: what it would be given is refused. */
export class PipelineRefusedError extends Error {
  readonly code = 'pipeline-refused';
}

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
    async convert(call) {
      const decided = await decide(call);
      if (decided !== null && 'refuse' in decided) throw new PipelineRefusedError(decided.refuse);
      return decided;
    },
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
