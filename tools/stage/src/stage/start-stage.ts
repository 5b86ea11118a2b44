import { randomBytes } from 'node:crypto';
import type { StageDescription } from './description.ts';
import { stageDown } from './stage-down.ts';
import type { StageUpOptions } from './stage-up.ts';
import { stageUp } from './stage-up.ts';

/**
 * A stage for a test: its name is drawn, and it is gone when it is disposed. Kubernetes is made only when somebody
 * asks for it.
 *
 * @example
 * await using stage = await startStage();
 * await fetch(`${stage.apiUrl}/instance/v1/zones/${stage.zone}/servers`);
 */
export async function startStage(
  options: Omit<StageUpOptions, 'name'> = {},
): Promise<StageDescription & AsyncDisposable> {
  const name = `test-${randomBytes(4).toString('hex')}`;
  const description = await stageUp({ supplies: 'on demand', ...options, name });
  return {
    ...description,
    async [Symbol.asyncDispose](): Promise<void> {
      await stageDown({ name });
    },
  };
}
