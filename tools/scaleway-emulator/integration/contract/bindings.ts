import { isIP } from 'node:net';

/** Which value of the emulator stands for which recorded one: ids and addresses, one to one. */
export class Bindings {
  readonly #emulated = new Map<string, string>();
  readonly #recorded = new Map<string, string>();

  /** Binds two values; false when either is bound to another already. */
  bind(recorded: string, emulated: string): boolean {
    const bound = this.#emulated.get(recorded) ?? emulated;
    const back = this.#recorded.get(emulated) ?? recorded;
    if (bound !== emulated || back !== recorded) return false;
    this.#emulated.set(recorded, emulated);
    this.#recorded.set(emulated, recorded);
    return true;
  }

  /** A recorded text with every bound value replaced by the emulator's. */
  toEmulated(text: string): string {
    let result = text;
    for (const [recorded, emulated] of this.#emulated) {
      result = result.replaceAll(recorded, emulated);
      // Reverse names of load balancers are made of their addresses: `212-47-249-158.lb.fr-par.scw.cloud`.
      if (isIP(recorded) === 4) result = result.replaceAll(dashed(recorded), dashed(emulated));
    }
    return result;
  }
}

const dashed = (address: string): string => address.replaceAll('.', '-');
