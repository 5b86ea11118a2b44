import { Bind9ZoneError } from '../errors.ts';

const modulus = 0x1_0000_0000;
const half = 0x8000_0000;

/** A number that is no serial, or a step that serial arithmetic does not know. */
export class SerialRangeError extends Bind9ZoneError {
  readonly code = 'serial-range';
}

function checkSerial(serial: number): void {
  if (!Number.isInteger(serial) || serial < 0 || serial >= modulus) {
    throw new SerialRangeError(`${serial} is no serial: it has to be an integer from 0 to ${modulus - 1}`);
  }
}

/**
 * Compares two serials (RFC 1982 section 3.2): negative when `left` is less, positive when it is greater, 0 when they
 * are equal, and undefined when they are 2^31 apart, which the RFC leaves open.
 *
 * @throws {@link SerialRangeError} for a number that is no serial
 * @example
 * ```ts
 * import { compareSerials } from '@wescale/bind9-zone';
 * console.log(compareSerials(4294967295, 1)); // -2: 1 comes after 4294967295
 * ```
 */
export function compareSerials(left: number, right: number): number | undefined {
  checkSerial(left);
  checkSerial(right);
  const distance = (left - right + modulus) % modulus;
  if (distance === half) return undefined;
  return distance < half ? distance : distance - modulus;
}

/** Whether `left` is greater; false when the RFC leaves it open. */
export function isSerialGreater(left: number, right: number): boolean {
  return (compareSerials(left, right) ?? 0) > 0;
}

/**
 * Adds to a serial (RFC 1982 section 3.1).
 *
 * @param increment 0 to 2^31 - 1
 * @throws {@link SerialRangeError}
 */
export function addToSerial(serial: number, increment: number): number {
  checkSerial(serial);
  if (!Number.isInteger(increment) || increment < 0 || increment >= half) {
    throw new SerialRangeError(`a serial cannot grow by ${increment}: 0 to ${half - 1} are allowed`);
  }
  return (serial + increment) % modulus;
}

/**
 * The serial after this one: by date as `YYYYMMDDnn` when that is greater, else one more. It is never 0, which some
 * secondaries take for no serial.
 *
 * @param today when given, the date in UTC is tried
 */
export function nextSerial(serial: number, today?: Date): number {
  checkSerial(serial);
  if (today !== undefined) {
    const byDate = Number(today.toISOString().slice(0, 10).replaceAll('-', '')) * 100;
    if (byDate < modulus && isSerialGreater(byDate, serial)) return byDate;
  }
  return addToSerial(serial, 1) || 1;
}

/**
 * Serials to publish one after the other to come from one to the other: one step when the target is greater, two when
 * secondaries would take it for an older one (RFC 1912 section 3.1), three when it is older by exactly one. A secondary
 * has to see each before the next is published.
 */
export function serialSteps(from: number, to: number): number[] {
  const steps: number[] = [];
  if (compareSerials(to, from) === 0) return steps;
  let last = from;
  while (!isSerialGreater(to, last)) {
    last = addToSerial(last, half - 1);
    steps.push(last);
  }
  return [...steps, to];
}
