import { faultAnswer } from '../faults/fault-answer.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { cloudMethod } from '../faults/fault.ts';

/** Does what a call asks for, unless a fault that names `CLOUD` and the call, as `/createVolume`, meets it. */
export async function meetFault<Result>(
  faults: FaultBook,
  call: string,
  effect: () => Promise<Result>,
): Promise<Result> {
  const path = `/${call}`;
  const kind = faults.meet(cloudMethod, path)?.kind;
  // Who calls has a limit in time of its own.
  if (kind === 'hang') throw new Error(`${call} got no answer in time`);
  if (kind !== undefined && kind !== 'reply_lost') throw faultAnswer(kind, { method: 'POST', path });
  const result = await effect();
  if (kind === 'reply_lost') throw new Error(`the answer to ${call} was lost`);
  return result;
}
