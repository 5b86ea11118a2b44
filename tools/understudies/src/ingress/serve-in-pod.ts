import { setTimeout } from 'node:timers/promises';

import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { startIngressController, type IngressControllerOptions } from './start-ingress-controller.ts';

/** An ingress controller as the program of a pod, until it is told to go. */
export async function serveInPod(
  options: Omit<IngressControllerOptions, 'server' | 'nginx' | 'onLog' | 'onEnd'>,
): Promise<void> {
  const controller = await startIngressController({
    ...options,
    server: await apiServerOfPod(process.env),
    nginx: { parentDirectory: '/tmp' },
    onLog: (line) => console.log(line),
    onEnd: (reason) => {
      console.error(reason.message);
      process.exit(1);
    },
  });
  process.once('SIGTERM', () => {
    // For a moment the Service still sends connections to a pod that is told to go.
    void setTimeout(2000)
      .then(() => controller[Symbol.asyncDispose]())
      .then(() => process.exit(0));
  });
}
