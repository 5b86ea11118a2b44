/**
 * Program of an outsider: `node probe-ports.ts ADDRESS TIMEOUT_MS PORT…` prints what each TCP port answers,
 * as JSON. It runs in the outsider's network.
 */
import net from 'node:net';
import { fileURLToPath } from 'node:url';

/** `filtered`: nothing came back, or a filter's refusal. */
export type PortAnswer = 'open' | 'closed' | 'filtered';

export const probeProgram: string = fileURLToPath(import.meta.url);

if (process.argv[1] === probeProgram) {
  const [address = '', timeoutMs, ...ports] = process.argv.slice(2);
  const answers = await Promise.all(
    ports.map(async (port) => [port, await probePort(address, Number(port), Number(timeoutMs))] as const),
  );
  console.log(JSON.stringify(Object.fromEntries(answers)));
}

function probePort(host: string, port: number, timeoutMs: number): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: timeoutMs });
    const finish = (answer: PortAnswer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish('open'));
    socket.once('timeout', () => finish('filtered'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ECONNREFUSED' ? 'closed' : 'filtered'),
    );
  });
}
