import { NotPropagatedError, waitUntilPropagated } from '@wescale/bind9-zone';
import type { StepContext } from '../steps/step.ts';
import { VerificationError } from '../steps/verification-error.ts';
import { formatWaiting } from './format-waiting.ts';
import { secondaryKeyFile, toAddresses, type HuntSecondary } from './secondaries.ts';

/** A secondary copies a zone within seconds of being told. */
const patienceMs = 15_000;

/** The zone as the game master has it. */
interface PrimaryZone {
  domain: string;
  /** Of the game master. */
  address: string;
  serial: number;
}

/**
 * Waits until every secondary has the zone as the game master has it.
 *
 * @param remedy what to do once they are set up, as the end of a sentence
 * @throws VerificationError saying of each why not, and what it needs
 */
export async function awaitSecondaries(
  secondaries: readonly HuntSecondary[],
  { domain, address, serial }: PrimaryZone,
  { signal, progress, secrets }: Pick<StepContext, 'signal' | 'progress' | 'secrets'>,
  remedy: string,
): Promise<void> {
  if (secondaries.length === 0) return;
  try {
    await waitUntilPropagated(toAddresses(secondaries), [{ kind: 'serial', zone: domain, atLeast: serial }], {
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      onWait: (waiting) => progress(`waiting for ${formatWaiting(waiting)}`),
    });
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof NotPropagatedError)) throw cause;
    const needs = secondaries.map(({ name, key }) => {
      const file = secrets.path(key === undefined ? 'tsig-transfer' : secondaryKeyFile(key.name));
      return `  - ${name}: key ${key?.name ?? `transfer.${domain}`}, whose secret is in ${file}`;
    });
    throw new VerificationError(
      `${formatWaiting(cause.waitingFor)}. Secondaries copy ${domain} from ${address}, each with its key:\n` +
        `${needs.join('\n')}\nSet them up, then ${remedy}`,
      { cause },
    );
  }
}
