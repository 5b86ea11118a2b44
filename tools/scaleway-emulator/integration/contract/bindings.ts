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
    for (const [recorded, emulated] of this.#emulated) result = result.replaceAll(recorded, emulated);
    return result;
  }
}
