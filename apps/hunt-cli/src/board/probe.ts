import { randomUUID } from 'node:crypto';
import {
  destroyObjects,
  waitForObjects,
  type DesiredObjects,
  type Helm,
  type JsonObject,
} from '@wescale/helm-release';
import type { StepContext } from '../steps/step.ts';
import { VerificationError } from '../steps/verification-error.ts';
import { applySet } from './apply-set.ts';

const namespace = 'hunt-probe';
const image = 'busybox:1.37.0';

/** A pod of ours in a board, which has written a word to its log and to its volume. */
export interface Probe {
  namespace: string;
  pod: string;
  container: string;
  /** The word, which nobody else knows. */
  word: string;
}

/**
 * Puts a pod into the board that writes to its log and to a volume, hands it over, then replaces it by another one that
 * must find what the first has written. Nothing of it stays.
 */
export async function withProbe(
  helm: Helm,
  context: StepContext,
  work: (probe: Probe) => Promise<void>,
): Promise<void> {
  const { signal, progress } = context;
  const word = randomUUID();
  try {
    progress('starting a pod with a volume on the board');
    const writing = `echo ${word} >/data/word; while echo "hunt-probe ${word}"; do sleep 2; done`;
    await runPod(helm, 'writer', writing, signal);
    await work({ namespace, pod: 'writer', container: 'probe', word });
    progress('starting another pod with the same volume');
    await runPod(helm, 'reader', 'cat /data/word; sleep 3600', signal);
    const path = `/api/v1/namespaces/${namespace}/pods/reader/log`;
    const { body } = await helm.request({ method: 'GET', path, signal });
    if (body.trim() !== word)
      throw new VerificationError(
        'a volume of the board did not keep its data when its pod was replaced; run hunt kapsule again, and if it stays so look at the volumes in the console of Scaleway',
      );
  } finally {
    // Also after Ctrl-C: it is no part of the board.
    await removeProbe(helm, context);
  }
}

/** Removes what a probe has left, one that was killed too; writes nothing where there is none. */
export async function removeProbe(helm: Helm, { progress }: StepContext): Promise<void> {
  const { status } = await helm.request({ method: 'GET', path: `/api/v1/namespaces/${namespace}` });
  if (status === 404) return;
  progress('removing the probe');
  await destroyObjects(helm, [probeSet('writer', '')]);
}

async function runPod(helm: Helm, name: string, script: string, signal: AbortSignal): Promise<void> {
  await applySet(helm, probeSet(name, script), signal);
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace, name };
  await waitForObjects(helm, [{ ...pod, is: { condition: 'Ready' } }], { signal, timeoutMs: 180_000 });
}

function probeSet(pod: string, script: string): DesiredObjects {
  return { name: 'hunt-probe', namespace, objects: [probeNamespace, claim, probePod(pod, script)] };
}

const probeNamespace: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };

const claim: JsonObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

function probePod(name: string, script: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'probe',
          image,
          command: ['sh', '-c', script],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    },
  };
}
