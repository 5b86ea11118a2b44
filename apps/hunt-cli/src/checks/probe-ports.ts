import { connect } from 'node:net';

/** Ports that later steps listen on and that must never answer from outside: k3s, its nodes' own, NodePorts. */
export const closedPorts: readonly number[] = [2379, 2380, 6443, 6444, 10250, 30080];

/** Dropped packets get no answer at all: this long is waited for one. */
const patienceMs = 300;

/** Which of these TCP ports accept a connection from here. */
export async function probePorts(
  address: string,
  ports: readonly number[],
  signal: AbortSignal,
): Promise<number[]> {
  const answers = await Promise.all(ports.map((port) => accepts(address, port, signal)));
  return ports.filter((_port, index) => answers[index]);
}

function accepts(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(patienceMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
