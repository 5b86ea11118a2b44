import { expect, test } from 'vitest';
import type { HelmFailureCode } from '../errors.ts';
import { helmFailure } from './helm-failure.ts';

/** As helm 4.2.3 and 4.1.4 say it. */
const sayings: [HelmFailureCode, string][] = [
  [
    'chart-refused-kubernetes-version',
    'Error: chart requires kubeVersion: <1.36.0-0 which is incompatible with Kubernetes v1.36.3',
  ],
  [
    'values-refused',
    "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nc:\n- at '/a': got object, want string",
  ],
  ['render-failed', 'Error: execution error at (c/templates/cm.yaml:4:13): a is needed'],
  [
    'cluster-unreachable',
    'Error: cluster reachability check failed: kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  [
    'repository-unreachable',
    'Error: looks like "http://127.0.0.1:1" is not a valid chart repository or cannot be reached: Get "http://127.0.0.1:1/index.yaml": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  [
    'repository-unreachable',
    'Error: failed to perform "FetchReference" on source: Get "https://127.0.0.1:1/v2/x/nochart/manifests/1.0.0": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  ['chart-not-found', 'Error: chart "x" version "1.0.0" not found in http://127.0.0.1:80 repository'],
  [
    'conflict',
    'Error: UPGRADE FAILED: conflict occurred while applying object site/web /v1, Kind=ConfigMap: Apply failed with 1 conflict: conflict with "kubectl-patch" using v1: .data.greeting',
  ],
  ['helm-failed', 'Error: something new'],
];

test.each(sayings)('%s is told from what helm says', (code, text) => {
  const error = helmFailure('installing site/web', `level=WARN msg="noise"\n${text}`);
  expect(error.code).toBe(code);
  expect(error.helmText).toContain(text);
  expect(error.message).toMatch(/^installing site\/web: /);
  expect(error.message).not.toMatch(/level=|Error: /);
});
