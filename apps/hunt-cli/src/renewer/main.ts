/**
 * The renewer: a program of its own, bundled into one file, that runs on the game master by a timer. It prints one
 * JSON line a run, and before that on stderr what it waits for; systemd keeps both in the journal. It ends with 1 when
 * there is something to look at.
 *
 * Usage: node renewer.cjs <configuration file>
 */
import { readRenewerConfiguration } from './renewer-configuration.ts';
import { runRenewer } from './run-renewer.ts';

/** More than all waits of one renewal together, and less than systemd lets it run. */
const timeLimitMs = 15 * 60_000;

async function main(path: string | undefined): Promise<number> {
  if (path === undefined) throw new Error('usage: node renewer.cjs <configuration file>');
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals) => stopping.abort(new Error(`stopped by ${signal}`));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const tooLong = new Error(`not done after ${timeLimitMs / 60_000} minutes`);
  setTimeout(() => stopping.abort(tooLong), timeLimitMs).unref();
  const last = await runRenewer(await readRenewerConfiguration(path), {
    now: () => new Date(),
    signal: stopping.signal,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(last)}\n`);
  return last.ok ? 0 : 1;
}

main(process.argv[2]).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    const at = new Date().toISOString();
    process.stdout.write(`${JSON.stringify({ at, ok: false, isRenewed: false, message })}\n`);
    process.exitCode = 1;
  },
);
