import { request } from 'node:https';
import { TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody who asks a server over HTTPS again and again, each time on a new connection. */
export interface RequestLoop extends AsyncDisposable {
  /** Fingerprints of the certificates it was shown, in the order of their first appearance. */
  fingerprints: Set<string>;
  answers: number;
  failures: string[];
}

export function startRequestLoop(address: string, name: string, ca: string): RequestLoop {
  const loop = { fingerprints: new Set<string>(), answers: 0, failures: [] as string[] };
  const over = new AbortController();
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const fail = (error: Error) => {
        loop.failures.push(error.message);
        resolve();
      };
      const sent = request({ host: address, servername: name, headers: { host: name }, ca, agent: false });
      sent.once('error', fail);
      sent.once('response', (response) => {
        const { socket } = response;
        const shown = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : 'none';
        loop.fingerprints.add(shown);
        response.once('error', fail).resume();
        response.once('end', () => {
          loop.answers += 1;
          resolve();
        });
      });
      sent.end();
    });
  const running = (async () => {
    while (!over.signal.aborted) {
      await ask();
      await sleep(2);
    }
  })();
  return Object.assign(loop, {
    async [Symbol.asyncDispose]() {
      over.abort();
      await running;
    },
  });
}
