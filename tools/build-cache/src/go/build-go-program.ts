import { join } from 'node:path';
import { makeOnce, type OnceOptions } from '../make-once.ts';
import { readGoVersion, runGo } from './run-go.ts';

/** A program that a public Go module holds. */
export interface GoProgram {
  /** Name of the binary, the last part of `package`. */
  name: string;
  /** Import path of its main package. */
  package: string;
  /** Version of the module, with its `v`. */
  version: string;
}

/**
 * Path of the binary; built from the Go module at the first call on a machine.
 *
 * @throws when Go is not installed or the build fails, with what Go printed.
 */
export async function buildGoProgram(program: GoProgram, options: OnceOptions = {}): Promise<string> {
  const folder = await makeOnce(
    {
      kind: 'go-programs',
      name: `${program.name}-${program.version}`,
      inputs: [program, await readGoVersion()],
      announcement: `building ${program.name} ${program.version} from its Go module`,
      make: async (draft) => {
        await runGo(['install', `${program.package}@${program.version}`], {
          environment: { GOBIN: draft, GOFLAGS: '-trimpath' },
          signal: options.signal,
        });
      },
    },
    options,
  );
  return join(folder, program.name);
}
