/**
 * The renewer: a program of its own, bundled into one file, that runs on the game master by a timer. It prints one
 * JSON line a run, which systemd keeps in the journal, and ends with 1 when the run failed.
 *
 * Usage: node renewer.cjs <configuration file>
 */
import { readRenewerConfiguration } from './renewer-configuration.ts';
import { runRenewer } from './run-renewer.ts';

async function main(path: string | undefined): Promise<number> {
  if (path === undefined) throw new Error('usage: node renewer.cjs <configuration file>');
  const last = await runRenewer(await readRenewerConfiguration(path), () => new Date());
  process.stdout.write(`${JSON.stringify(last)}\n`);
  return last.ok ? 0 : 1;
}

main(process.argv[2]).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(
      `${JSON.stringify({ at: new Date().toISOString(), ok: false, isRenewed: false, message })}\n`,
    );
    process.exitCode = 1;
  },
);
