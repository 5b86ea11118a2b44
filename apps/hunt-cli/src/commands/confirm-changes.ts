import type { Session } from '../run/session.ts';

/** The user did not agree, or could not be asked. */
export class NotConfirmedError extends Error {
  readonly code = 'not-confirmed';
}

/** The stage never asks: nothing there is billed or lost. @throws NotConfirmedError */
export async function confirmChanges(session: Session): Promise<void> {
  if (session.configuration.environment.provider === 'stage') return;
  if (!session.isTerminal) {
    throw new NotConfirmedError(
      `changing ${session.environmentName} needs a yes; there is no terminal to ask on, so give --yes`,
    );
  }
  const answer = await session.ask(`Apply this to ${session.environmentName}? [yes/no] `);
  if (answer.trim() !== 'yes') throw new NotConfirmedError('nothing was changed');
}
