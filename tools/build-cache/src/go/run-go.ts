import { runTool, ToolError, type ToolOptions } from '../run-tool.ts';

/**
 * Runs the Go tool and returns what it printed.
 *
 * @throws when Go is not installed, and with what Go printed when it fails
 */
export async function runGo(args: readonly string[], options: ToolOptions = {}): Promise<string> {
  try {
    return await runTool('go', args, options);
  } catch (error) {
    if (error instanceof ToolError && error.errors.includes('failed to execute go:'))
      throw new Error('Go is not in the PATH: install Go 1.26 or newer from https://go.dev/dl', {
        cause: error,
      });
    throw error;
  }
}

/** Go's version and the system it builds for; a part of every recipe. */
export async function readGoVersion(): Promise<string> {
  return (await runGo(['env', 'GOVERSION', 'GOOS', 'GOARCH'])).trim();
}
