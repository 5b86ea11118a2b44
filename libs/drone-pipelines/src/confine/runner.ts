import { createHash } from 'node:crypto';
import { formatText } from '../format/scalar.ts';
import { BUILD_ACCOUNT, RUNNER } from './isolation.ts';
import { LABELS, type KubernetesObject } from './kubernetes-object.ts';
import type { ConfineOptions } from './options.ts';

const POLICY_PATH = '/etc/drone/policy.yml';

/**
 * The runner's policy file (RK `engine/policy`): one policy, without conditions, so that it matches every build and
 * wins over what the pipeline says of namespace, account, node selector and limits.
 */
export function formatPolicyFile({ namespaces, builds }: ConfineOptions): string {
  const { cpuMillis, memoryMebibytes } = builds.stepLimit;
  const selector = Object.entries(builds.nodeSelector ?? {});
  return [
    'kind: policy',
    'name: default',
    'metadata:',
    `  namespace: ${formatText(namespaces.builds)}`,
    `service_account: ${BUILD_ACCOUNT}`,
    ...(selector.length === 0
      ? []
      : ['node_selector:', ...selector.map(([key, value]) => `  ${formatText(key)}: ${formatText(value)}`)]),
    'resources:',
    '  limit:',
    `    cpu: ${cpuMillis}`,
    `    memory: ${memoryMebibytes}MiB`,
    '',
  ].join('\n');
}

/** The runner itself, whose chart was deleted upstream, with its policy file. */
export function runnerObjects(options: ConfineOptions): KubernetesObject[] {
  const { namespaces, runner } = options;
  const policy = formatPolicyFile(options);
  // The runner reads the file once: another text is another name, and so a new pod.
  const policyName = `${RUNNER}-policy-${createHash('sha256').update(policy).digest('hex').slice(0, 10)}`;
  const selector = { 'app.kubernetes.io/name': 'drone-runner-kube' };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: policyName, namespace: namespaces.runner, labels: LABELS },
      immutable: true,
      data: { 'policy.yml': policy },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: RUNNER, namespace: namespaces.runner, labels: LABELS },
      spec: {
        replicas: 1,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: LABELS },
          spec: {
            serviceAccountName: RUNNER,
            // The account's own default is off; the runner is the one pod that needs its token.
            automountServiceAccountToken: true,
            terminationGracePeriodSeconds: 300,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65_532,
              runAsGroup: 65_532,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            // What is off, empty or false by default is written out: whatever someone adds there is a deviation.
            hostNetwork: false,
            hostPID: false,
            hostIPC: false,
            initContainers: [],
            containers: [
              {
                name: 'runner',
                image: runner.image,
                command: [],
                args: [],
                env: environmentOf(options),
                envFrom: [],
                securityContext: {
                  privileged: false,
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { add: [], drop: ['ALL'] },
                },
                resources: {
                  requests: { cpu: '50m', memory: '64Mi' },
                  limits: { cpu: '500m', memory: '256Mi' },
                },
                volumeMounts: [{ name: 'policy', mountPath: '/etc/drone', readOnly: true }],
              },
            ],
            volumes: [{ name: 'policy', configMap: { name: policyName } }],
          },
        },
      },
    },
  ];
}

/** The runner's settings; each stands against an attack of the catalogue (facts/drone.md §6). */
function environmentOf({ namespaces, runner }: ConfineOptions): object[] {
  const values: Record<string, string> = {
    DRONE_RPC_PROTO: runner.server.protocol,
    DRONE_RPC_HOST: runner.server.host,
    DRONE_RUNNER_NAME: RUNNER,
    DRONE_RUNNER_CAPACITY: String(runner.capacity ?? 4),
    // A16: what a file says of these is overridden by the policy.
    DRONE_NAMESPACE_DEFAULT: namespaces.builds,
    DRONE_SERVICE_ACCOUNT_DEFAULT: BUILD_ACCOUNT,
    DRONE_POLICY_FILE: POLICY_PATH,
    // A17: only these repositories and events are taken from the queue.
    DRONE_LIMIT_REPOS: runner.repositories.join(','),
    DRONE_LIMIT_EVENTS: runner.events.join(','),
    // A19: the forge token stays in the clone step.
    DRONE_NETRC_CLONE_ONLY: 'true',
    // A23: images of the runner's own steps are pinned.
    DRONE_IMAGE_CLONE: runner.cloneImage,
    DRONE_IMAGE_PLACEHOLDER: runner.placeholderImage,
    // A13. Assumption: a list that names no real image replaces the built-in one.
    DRONE_RUNNER_PRIVILEGED_IMAGES: 'none.invalid/none',
    // A shell into a running build for whoever may debug it: off, whatever the version's default.
    DRONE_TMATE_ENABLED: 'false',
    DRONE_UI_DISABLE: 'true',
  };
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    {
      name: 'DRONE_RPC_SECRET',
      valueFrom: { secretKeyRef: { name: runner.rpcSecret.name, key: runner.rpcSecret.key } },
    },
  ];
}
