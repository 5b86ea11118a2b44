import { isIP } from 'node:net';

import type { Bindings } from './bindings.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d((?:\.\d{6}(?:\d{3})?)?(?:Z|\+00:00))$/;

/** A place whose value is not determined: its type must agree, and more if `agrees` says so. */
export interface Undetermined {
  place: RegExp;
  reason: string;
  agrees?: (recorded: unknown, emulated: unknown) => boolean;
}

/**
 * How the emulator's value differs from the recorded one, each difference a sentence with its place. Keys, types
 * and values must agree; ids and addresses must stand for each other, times must have the same form.
 *
 * @param undetermined - places whose value is the service's to choose
 */
export function compareJson(
  recorded: unknown,
  emulated: unknown,
  bindings: Bindings,
  undetermined: readonly Undetermined[] = [],
  place = '',
): string[] {
  if (kind(recorded) !== kind(emulated))
    return [`${place}: ${show(recorded)} recorded, ${show(emulated)} emulated`];
  const free = undetermined.find((one) => one.place.test(place));
  if (free !== undefined) {
    const agrees = free.agrees?.(recorded, emulated) ?? true;
    return agrees ? [] : [`${place}: ${show(emulated)} does not agree with ${show(recorded)}`];
  }
  if (Array.isArray(recorded) && Array.isArray(emulated)) {
    if (recorded.length !== emulated.length) {
      return [`${place}: ${recorded.length} elements recorded, ${emulated.length} emulated`];
    }
    return recorded.flatMap((item: unknown, index) =>
      compareJson(item, emulated[index], bindings, undetermined, `${place}[${index}]`),
    );
  }
  if (isObject(recorded) && isObject(emulated)) {
    // The order of keys differs between recordings; only which keys there are is determined.
    const keys = Object.keys(recorded).sort().join(' ');
    const emulatedKeys = Object.keys(emulated).sort().join(' ');
    if (keys !== emulatedKeys) return [`${place}: keys ${keys} recorded, ${emulatedKeys} emulated`];
    return Object.keys(recorded).flatMap((key) =>
      compareJson(recorded[key], emulated[key], bindings, undetermined, `${place}.${key}`),
    );
  }
  return sameValue(recorded, emulated, bindings)
    ? []
    : [`${place}: ${show(recorded)} recorded, ${show(emulated)} emulated`];
}

function sameValue(recorded: unknown, emulated: unknown, bindings: Bindings): boolean {
  if (typeof recorded !== 'string' || typeof emulated !== 'string') return recorded === emulated;
  const times = [time.exec(recorded)?.[1], time.exec(emulated)?.[1]].map((form) => form?.replace(/\d/g, '0'));
  if (times[0] !== undefined) return times[0] === times[1];
  const names =
    (uuid.test(recorded) && uuid.test(emulated)) || (isIP(recorded) === 4 && isIP(emulated) === 4);
  // An id or address that both sides agree on stands for itself, such as the fixed ids of the SMTP rules.
  if (names) return bindings.bind(recorded, emulated);
  return bindings.toEmulated(recorded) === emulated;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kind = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const show = (value: unknown): string => JSON.stringify(value).slice(0, 120);
