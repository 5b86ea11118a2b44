import type { Fault } from './fault.ts';

const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Which calls a client has made, as its code sees them: a call that failed and is repeated is still the same one. */
export class CallSites {
  readonly #passed: Set<string>;
  readonly #calls = new Map<string, number>();
  #last = '';

  constructor({ passed = [] }: NonNullable<Fault['everySite']>) {
    this.#passed = new Set(passed);
  }

  /** The name of the site at which a request is to be met; undefined lets it through. */
  strike(method: string, path: string, kind: Fault['kind']): string | undefined {
    const call = `${method} ${path.replaceAll(anyId, ':id')}`;
    // What repeats the call before it looks again while it waits: a wait is one site.
    if (method === 'GET' && call === this.#last) return undefined;
    const nth = (this.#calls.get(call) ?? 0) + 1;
    const site = nth === 1 ? call : `${call} (call ${nth})`;
    const isNew = !this.#passed.has(site);
    this.#passed.add(site);
    // A creation whose reply is lost has taken effect, and is looked for rather than repeated.
    if (!isNew || (kind === 'reply_lost' && method === 'POST')) this.#calls.set(call, nth);
    this.#last = isNew ? '' : call;
    return isNew ? site : undefined;
  }
}
