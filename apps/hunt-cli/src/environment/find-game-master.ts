import { silentReporter } from '../reporters/silent-reporter.ts';
import { planSteps, type Run } from '../run/run-steps.ts';
import type { Session } from '../run/session.ts';
import { instance } from '../steps/instance.ts';

/** There is no machine to work on. */
export class NoMachineError extends Error {
  readonly code = 'no-machine';
}

/** The game master as it runs now, for verbs that work on it. @throws NoMachineError */
export async function findGameMaster(session: Session): Promise<{ address: string; run: Run }> {
  const run = await session.openRun({ start: false });
  const [plan] = await planSteps([instance], { ...run, reporter: silentReporter });
  const address = plan?.step.outputs(plan.actual)?.['address'];
  if (address === undefined)
    throw new NoMachineError('the game master does not run; make it with: hunt core');
  return { address, run };
}
