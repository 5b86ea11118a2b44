import { expect, test } from 'vitest';
import { parseFields } from './fields.ts';
import { judgeKubernetesHealth, parseKubernetesHealth } from './kubernetes-health.ts';

const judge = (text: string) => judgeKubernetesHealth(parseKubernetesHealth(parseFields(text)));
const failing = (text: string) => judge(text).filter(({ ok }) => !ok);

test('a ready node and running pods have nothing to say', () => {
  expect(failing('k3s=yes\nnodes=game-master:Ready \npods=\n')).toEqual([]);
});

test.each([
  ['no k3s', '', 'there is no k3s yet'],
  ['an API that is silent', 'k3s=yes\nnodes=\npods=\n', 'does not answer'],
  ['a node that is not ready', 'k3s=yes\nnodes=game-master:NotReady \npods=\n', 'not ready: game-master'],
  ['a list of pods that did not come', 'k3s=yes\nnodes=game-master:Ready \n', 'could not be listed'],
  [
    'a pod that crashes',
    'k3s=yes\nnodes=game-master:Ready \npods=cattle-system/rancher-1:CrashLoopBackOff \n',
    'cattle-system/rancher-1 (CrashLoopBackOff)',
  ],
])('%s is told', (_, text, message) => {
  expect(failing(text)).toMatchObject([{ message: expect.stringContaining(message) as unknown }]);
});
