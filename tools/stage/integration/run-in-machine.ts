import type { DebianMachine } from '@wescale/stage';

/** Runs a line as root in the machine and answers with its standard output; fails when the line does. */
export async function runInMachine(machine: DebianMachine, line: string): Promise<string> {
  const { exitCode, stdout, stderr } = await machine.run(line);
  if (exitCode !== 0) throw new Error(`${line}: exit code ${String(exitCode)}\n${stdout}${stderr}`);
  return stdout.trim();
}
