import { silentReporter } from '../reporters/silent-reporter.ts';
import { outputsOfPlans, planSteps, type AnyStep, type Run } from '../run/run-steps.ts';
import type { Outputs } from '../run/hunt-event.ts';
import { alsoBoardOption, chosenSteps } from './chosen-steps.ts';
import { exitCodes, type Verb } from './verb.ts';

export const output: Verb = {
  name: 'output',
  summary: 'Print what each step made: addresses, fingerprints, never a secret',
  options: [alsoBoardOption, ['--env', 'as NAME=value lines for a shell']],
  examples: [
    ['npx hunt output', 'for reading'],
    ['npx hunt output --board blue', 'of a board, too: where Grafana is'],
    ['npx hunt output --json', 'for programs'],
    ['eval "$(npx hunt output --env)"', 'for a shell: $HUNT_INSTANCE_ADDRESS'],
  ],
  async run(session, { env = false, board }) {
    const steps = chosenSteps(session.configuration.hunt, board);
    const run = await session.openRun({ start: false });
    // What goes to a shell must be assignments and nothing else.
    const quiet = env ? { ...run, reporter: silentReporter } : run;
    for await (const { step, outputs } of readOutputs(steps, quiet)) {
      if (!env) session.reporter.emit({ event: 'outputs', step, outputs });
      else
        for (const [name, value] of Object.entries(outputs)) session.write(toAssignment(step, name, value));
    }
    return exitCodes.ok;
  },
};

/** What is there is told before a later step is read, which may wait for somebody who does not answer. */
async function* readOutputs(
  steps: readonly AnyStep[],
  run: Run,
): AsyncGenerator<{ step: string; outputs: Outputs }> {
  const known = new Map<string, Outputs>();
  for (const step of steps) {
    const made = outputsOfPlans(await planSteps([step], run, known)).get(step.name);
    if (made === undefined) return;
    known.set(step.name, made);
    yield { step: step.name, outputs: made };
  }
}

/** `export HUNT_INSTANCE_ADDRESS='…'`, quoted so that a shell reads back exactly the value. */
function toAssignment(step: string, name: string, value: string): string {
  const variable = `HUNT_${step}_${name}`
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
  return `export ${variable}='${value.replaceAll("'", `'\\''`)}'\n`;
}
