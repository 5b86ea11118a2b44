import { silentReporter } from '../reporters/silent-reporter.ts';
import { planSteps } from '../run/run-steps.ts';
import { coreSteps } from '../steps/core-steps.ts';
import { exitCodes, type Verb } from './verb.ts';

export const output: Verb = {
  name: 'output',
  summary: 'Print what each step made: addresses, fingerprints, never a secret',
  options: [['--env', 'as NAME=value lines for a shell']],
  examples: [
    ['npx hunt output', 'for reading'],
    ['npx hunt output --json', 'for programs'],
    ['eval "$(npx hunt output --env)"', 'for a shell: $HUNT_INSTANCE_ADDRESS'],
  ],
  async run(session, { env = false }) {
    const run = await session.openRun({ start: false });
    // What goes to a shell must be assignments and nothing else.
    const plans = await planSteps(coreSteps, env ? { ...run, reporter: silentReporter } : run);
    for (const { step, actual, unknownUntil } of plans) {
      const outputs = unknownUntil === undefined ? step.outputs(actual) : undefined;
      if (outputs === undefined) continue;
      if (!env) session.reporter.emit({ event: 'outputs', step: step.name, outputs });
      else
        for (const [name, value] of Object.entries(outputs))
          session.write(toAssignment(step.name, name, value));
    }
    return exitCodes.ok;
  },
};

/** `export HUNT_INSTANCE_ADDRESS='…'`, quoted so that a shell reads back exactly the value. */
function toAssignment(step: string, name: string, value: string): string {
  const variable = `HUNT_${step}_${name}`
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
  return `export ${variable}='${value.replaceAll("'", `'\\''`)}'\n`;
}
