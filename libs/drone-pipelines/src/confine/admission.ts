import { BUILD_ACCOUNT } from './isolation.ts';
import { LABELS, type KubernetesObject } from './kubernetes-object.ts';
import type { ConfineOptions } from './options.ts';

/** More containers than a build may have; CEL has no way to count without a list to go through. */
const INDEXES = `[${Array.from({ length: 64 }, (_, index) => index).join(', ')}]`;

/**
 * Two admission policies for the namespace of builds. The runner's pods say nothing of seccomp, capabilities and
 * escalation, so the restricted standard would refuse them all: one policy fills that in. The other refuses what a file
 * may choose on Kubernetes and the runner's policy file does not override: node, account, volumes (A16).
 *
 * Assumption: the expressions were compiled and run by Kubernetes' own code at 1.36.3; a whole API server comes later.
 */
export function admissionObjects(options: ConfineOptions): KubernetesObject[] {
  const { namespaces, builds, mutatingPolicyVersion = 'v1' } = options;
  const name = `${namespaces.builds}-pods`;
  const group = 'admissionregistration.k8s.io';
  const userId = builds.userId ?? 1000;
  // Written out, so that a condition or an exception that someone adds is a deviation.
  const matchConstraints = {
    excludeResourceRules: [],
    namespaceSelector: {},
    objectSelector: {},
    resourceRules: [
      {
        apiGroups: [''],
        apiVersions: ['v1'],
        operations: ['CREATE'],
        resources: ['pods'],
        resourceNames: [],
        scope: '*',
      },
    ],
  };
  const matchResources = {
    excludeResourceRules: [],
    namespaceSelector: {
      matchLabels: { 'kubernetes.io/metadata.name': namespaces.builds },
      matchExpressions: [],
    },
    objectSelector: {},
    resourceRules: [],
  };
  const metadata = { name, labels: LABELS };
  return [
    {
      apiVersion: `${group}/${mutatingPolicyVersion}`,
      kind: 'MutatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConditions: [],
        reinvocationPolicy: 'IfNeeded',
        matchConstraints,
        mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: restrictExpression(userId) } }],
      },
    },
    {
      apiVersion: `${group}/${mutatingPolicyVersion}`,
      kind: 'MutatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, matchResources },
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConditions: [],
        matchConstraints,
        validations: [
          validation(
            '!has(object.spec.nodeName) || object.spec.nodeName == ""',
            'A build does not choose its node',
          ),
          validation(nodeSelectorExpression(builds.nodeSelector), 'A build does not choose among nodes'),
          validation(
            `object.spec.serviceAccountName == "${BUILD_ACCOUNT}"`,
            'A build runs as its own account only',
          ),
          validation(
            'has(object.spec.automountServiceAccountToken) && !object.spec.automountServiceAccountToken',
            'A build gets no token',
          ),
          validation(
            '!has(object.spec.volumes) || object.spec.volumes.all(v, has(v.emptyDir) || has(v.downwardAPI))',
            'A build mounts no secrets, claims or host paths',
          ),
          validation(
            '!has(object.spec.tolerations) || object.spec.tolerations.all(t, has(t.key) && t.key.startsWith("node.kubernetes.io/"))',
            'A build tolerates no taints',
          ),
        ],
      },
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: ['Deny'], matchResources },
    },
  ];
}

/** The policy file sets the selector of every pod where one is configured, and leaves a file's own where none is. */
function nodeSelectorExpression(selector: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(selector).map((pair) => pair.map((text) => JSON.stringify(text)).join(': '));
  if (pairs.length === 0) return '!has(object.spec.nodeSelector) || size(object.spec.nodeSelector) == 0';
  return `has(object.spec.nodeSelector) && object.spec.nodeSelector == {${pairs.join(', ')}}`;
}

function validation(expression: string, message: string): object {
  return { expression, message, reason: 'Forbidden' };
}

/** JSON patches rather than an apply configuration: `capabilities.drop` is an atomic list, which that may not set. */
function restrictExpression(userId: number): string {
  const context = 'Object.spec.containers.securityContext';
  const patch = (path: string, value: string): string =>
    `JSONPatch{op: "add", path: ${path}, value: ${value}}`;
  const each = (field: string, value: string): string =>
    `${INDEXES}.filter(i, i < size(object.spec.containers)).map(i, ${patch(`"/spec/containers/" + string(i) + "/securityContext/${field}"`, value)})`;
  return [
    `[${patch('"/spec/automountServiceAccountToken"', 'false')}, ${patch(
      '"/spec/securityContext"',
      `Object.spec.securityContext{runAsNonRoot: true, runAsUser: ${userId}, runAsGroup: ${userId}, fsGroup: ${userId}, seccompProfile: Object.spec.securityContext.seccompProfile{type: "RuntimeDefault"}}`,
    )}]`,
    each('allowPrivilegeEscalation', 'false'),
    each('capabilities', `${context}.capabilities{drop: ["ALL"]}`),
  ].join(' + ');
}
