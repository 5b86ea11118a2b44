import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';

/** An address of this machine alone that Kubernetes takes for an endpoint: it refuses those of loopback. */
export interface TestAddress extends AsyncDisposable {
  address: string;
}

/** One of TEST-NET-1 (RFC 5737) on the loopback interface; needs root. Its label is that of other tests' addresses. */
export async function takeTestAddress(): Promise<TestAddress> {
  const ip = (args: readonly string[]): Promise<unknown> => promisify(execFile)('ip', args);
  for (let attempt = 1; ; attempt += 1) {
    const address = `192.0.2.${randomInt(1, 255)}`;
    const at = [`${address}/32`, 'dev', 'lo'];
    try {
      await ip(['address', 'add', ...at, 'label', `lo:t${process.pid}`]);
      return {
        address,
        [Symbol.asyncDispose]: async () => {
          await ip(['address', 'del', ...at]);
        },
      };
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}
