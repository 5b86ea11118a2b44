import { encodeUpdate } from './encode-update.ts';
import { maxMessageBytes } from '../message/encode-message.ts';
import { MessageTooLongError } from '../message/errors.ts';
import type { UpdateStep, ZoneUpdate } from './update.ts';

/** Room for a TSIG record: two names of at most 255 bytes, a MAC of at most 64, and the numbers. */
const signatureBytes = 2 * 255 + 64 + 26;

const fits = (update: ZoneUpdate): boolean => {
  try {
    return encodeUpdate(update, 0).length <= maxMessageBytes - signatureBytes;
  } catch (error) {
    if (error instanceof MessageTooLongError) return false;
    throw error;
  }
};

/**
 * Cuts an update into messages that fit, in order; almost always one. Only the first carries the
 * prerequisites: together the messages are no longer all or nothing, each by itself still is.
 *
 * @throws {@link MessageTooLongError} when one step alone, or the prerequisites, do not fit
 */
export function splitUpdate(update: ZoneUpdate): ZoneUpdate[] {
  if (fits(update)) return [update];
  const { zone, prerequisites = [], steps } = update;
  const middle = Math.ceil(steps.length / 2);
  const first: readonly UpdateStep[] = steps.slice(0, middle);
  if (first.length === steps.length) {
    throw new MessageTooLongError(`a step of the update of ${zone} does not fit into one message`);
  }
  return [
    ...splitUpdate({ zone, prerequisites, steps: first }),
    ...splitUpdate({ zone, steps: steps.slice(middle) }),
  ];
}
