import { startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readConfiguration as readFluentBit } from '../src/fluent-bit/configuration/read-configuration.ts';
import type { FluentdConfiguration } from '../src/fluentd/configuration/fluentd-configuration.ts';
import { readConfiguration as readFluentd } from '../src/fluentd/configuration/read-configuration.ts';
import { PodMetadataSource } from '../src/fluent-bit/kubernetes/pod-metadata.ts';
import type { ContainerLog } from '../src/fluent-bit/tail/container-log.ts';
import type { KubernetesObject } from '../src/kubernetes/kubernetes-object.ts';
import { fluentdFiles } from '../src/logging-operator/render/render-fluentd.ts';
import {
  startLoggingOperator,
  type RunningLoggingOperator,
} from '../src/logging-operator/start-logging-operator.ts';
import { chartFolder, helm, installChart } from './helm.ts';
import { apiOfAccount } from './kubernetes-account.ts';
import { findObject, renderChart } from './render-chart.ts';
import { until as untilSeen } from './until.ts';

const apiVersion = 'logging.banzaicloud.io/v1beta1';
const namespace = 'logging';

/** facts/hosts-helm-charts.md B, as it stands there. */
const logging = {
  ...{ apiVersion, kind: 'Logging', metadata: { name: 'hunt' } },
  spec: {
    controlNamespace: namespace,
    enableRecreateWorkloadOnImmutableFieldChange: true,
    fluentd: {
      scaling: { replicas: 1 },
      bufferStorageVolume: {
        pvc: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } } },
      },
    },
  },
};
const agent = { apiVersion, kind: 'FluentbitAgent', metadata: { name: 'hunt' }, spec: {} };
const output = {
  ...{ apiVersion, kind: 'ClusterOutput', metadata: { name: 'loki', namespace } },
  spec: {
    loki: {
      url: 'http://loki.logging.svc:3100',
      labels: { namespace: '$.kubernetes.namespace_name', container: '$.kubernetes.container_name' },
      buffer: { timekey: '1m', timekey_wait: '10s', timekey_use_utc: true },
    },
  },
};
const flow = {
  ...{ apiVersion, kind: 'ClusterFlow', metadata: { name: 'all', namespace } },
  spec: { match: [{ select: {} }], globalOutputRefs: ['loki'] },
};

let kubernetes: RunningKubernetes;
let operator: RunningLoggingOperator;
const problems: string[] = [];
beforeAll(async () => {
  kubernetes = await startKubernetes();
  const crds = await helm(['show', 'crds', chartFolder('logging-operator')]);
  await kubernetes.kubectl(['apply', '--server-side', '--filename', '-'], { stdin: crds });
  await installChart(kubernetes, 'logging-operator', namespace, { options: ['--skip-crds'] });
  await kubernetes.kubectl(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=20s']);
  // The account of the chart: it must be allowed all that the operator does.
  const api = await apiOfAccount(kubernetes, namespace, 'logging-operator');
  operator = startLoggingOperator({ api, onProblem: ({ message }) => problems.push(message) });
  // Right after its CRD a kind cannot be listed yet, which is tried again.
  await operator.idle();
  problems.length = 0;
});
afterAll(async () => {
  await operator[Symbol.asyncDispose]();
  await kubernetes[Symbol.asyncDispose]();
});

const apply = (...objects: object[]): Promise<string> =>
  kubernetes.kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], {
    stdin: objects.map((object) => JSON.stringify(object)).join('\n---\n'),
  });

async function get<Object extends KubernetesObject>(what: string): Promise<Object | undefined> {
  const asked = [
    'get',
    ...what.split(' '),
    '--namespace',
    namespace,
    '--ignore-not-found',
    '--output',
    'json',
  ];
  const text = await kubernetes.kubectl(asked);
  return text.trim() === '' ? undefined : (JSON.parse(text) as Object);
}

interface WithStatus extends KubernetesObject {
  status?: {
    active?: boolean;
    problems?: string[];
    problemsCount?: number;
    configCheckResults?: Record<string, boolean>;
  };
}

const until = <Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> =>
  untilSeen(what, look, { explain: () => `the operator says ${problems.join('; ')}` });

interface CheckPod extends KubernetesObject {
  status: { phase: string };
}

/**
 * No node runs pods here: until what is looked for is there, the pods of all checks end so. Of objects that are applied
 * together the operator hears one by one, and what is there in between may be a configuration with a check of its own.
 */
const endChecks = <Value>(
  phase: 'Succeeded' | 'Failed',
  what: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> =>
  until(what, async () => {
    const selector = '--selector=app.kubernetes.io/component=fluentd-configcheck';
    const list = await get<KubernetesObject & { items: CheckPod[] }>(`pods ${selector}`);
    const patch = ['--subresource=status', '--type=merge', '--patch', JSON.stringify({ status: { phase } })];
    for (const { metadata, status } of list?.items ?? [])
      if (status.phase === 'Pending')
        await kubernetes
          .kubectl(['patch', 'pod', metadata.name, '--namespace', namespace, ...patch])
          // The operator removes those that no longer count.
          .catch((error: unknown) => expect(String(error)).toContain('not found'));
    return look();
  });

/** Routes of the configuration that fluentd gets, once there are so many. */
async function routesOf(count: number): Promise<FluentdConfiguration['routes'] | undefined> {
  const secret = await get<KubernetesObject & { data: Record<string, string> }>('secret hunt-fluentd-app');
  if (secret === undefined) return undefined;
  const { routes } = readFluentd(decode(secret.data, 'fluentd.conf'));
  return routes.length === count ? routes : undefined;
}

const checkOf = (hash: string): string => `pod hunt-fluentd-configcheck-${hash}`;

const decode = (data: Record<string, string>, name: string): string =>
  Buffer.from(data[name] ?? '', 'base64').toString();

test('a checked configuration lets fluentd and fluent-bit run, and everything says that it is well', async () => {
  await apply(logging, agent, output, flow);
  await endChecks('Succeeded', 'the whole configuration', () => routesOf(1));
  await until('the DaemonSet', () => get('daemonset hunt-fluentbit'));
  const status = (await get<WithStatus>('logging hunt'))?.status;
  const [hash = ''] = Object.keys(status?.configCheckResults ?? {});
  expect(status).toEqual({ configCheckResults: { [hash]: true } });
  expect(await get(checkOf(hash))).toMatchObject({ status: { phase: 'Succeeded' } });
  expect((await get<WithStatus>('clusterflow all'))?.status).toEqual({ active: true });
  expect((await get<WithStatus>('clusteroutput loki'))?.status).toEqual({ active: true });

  const set = await get('statefulset hunt-fluentd');
  expect(set).toMatchObject({
    metadata: { ownerReferences: [{ kind: 'Logging', name: 'hunt' }] },
    spec: {
      replicas: 1,
      volumeClaimTemplates: [
        { metadata: { name: 'hunt-fluentd-buffer' }, spec: { resources: { requests: { storage: '5Gi' } } } },
      ],
      template: {
        metadata: { annotations: { 'fluentbit.io/exclude': 'true' } },
        spec: { containers: [{ image: 'ghcr.io/kube-logging/logging-operator/fluentd:6.7.0-full' }] },
      },
    },
  });
  expect(await get('service hunt-fluentd')).toMatchObject({ spec: { ports: [{ port: 24_240 }] } });
  expect(await get('daemonset hunt-fluentbit')).toMatchObject({
    spec: { template: { spec: { containers: [{ image: 'ghcr.io/fluent/fluent-bit:5.0.5' }] } } },
  });

  // The programs take what the operator has written.
  const application = (await get<KubernetesObject & { data: Record<string, string> }>(
    'secret hunt-fluentd-app',
  ))!;
  const generated = decode(application.data, 'fluentd.conf');
  const fluentd = readFluentd(
    [fluentdFiles['input.conf'], generated, fluentdFiles['devnull.conf']].join('\n'),
  );
  expect(fluentd).toMatchObject({
    port: 24_240,
    routes: [
      {
        matches: [{ namespaces: [], isNegated: false }],
        outputs: [
          {
            ...{ url: 'http://loki.logging.svc:3100', labels: output.spec.loki.labels, lineFormat: 'json' },
            buffer: { timekeySeconds: 60, timekeyWaitSeconds: 10, flushMode: 'lazy' },
          },
        ],
      },
    ],
  });
  const secret = (await get<KubernetesObject & { data: Record<string, string> }>('secret hunt-fluentbit'))!;
  expect(readFluentBit(decode(secret.data, 'fluent-bit.conf'))).toMatchObject({
    pathPattern: '/var/log/containers/*.log',
    host: 'hunt-fluentd.logging.svc.cluster.local.',
  });
  expect(problems).toEqual([]);
});

test('fluent-bit may ask for the metadata of pods, and leaves out those that ask for it', async () => {
  const pod = (name: string, annotations: Record<string, string>): object => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name }, annotations } },
    spec: { containers: [{ name: 'web', image: 'example/web:1' }] },
  });
  await apply(pod('seen', {}), pod('unseen', { 'fluentbit.io/exclude': 'true' }));
  const metadata = new PodMetadataSource(await apiOfAccount(kubernetes, namespace, 'hunt-fluentbit'));
  const log = (podName: string): ContainerLog => ({
    podName,
    namespace,
    containerName: 'web',
    containerId: podName,
  });
  expect(await metadata.of(log('seen'))).toMatchObject({
    fields: { pod_name: 'seen', namespace_name: namespace, labels: { app: 'seen' }, container_name: 'web' },
    isExcluded: false,
  });
  expect((await metadata.of(log('unseen'))).isExcluded).toBe(true);
  expect(await metadata.of(log('gone'))).toEqual({
    fields: { pod_name: 'gone', namespace_name: namespace, container_name: 'web', docker_id: 'gone' },
    isExcluded: false,
  });
});

test('a second look changes nothing', async () => {
  const read = async (): Promise<string> =>
    kubernetes.kubectl([
      ...['get', 'statefulset,daemonset,service,secret,serviceaccount,logging,clusterflow,clusteroutput'],
      ...['--namespace', namespace, '--output', 'jsonpath={.items[*].metadata.resourceVersion}'],
    ]);
  await operator.idle();
  const before = await read();
  // What is no field of the operator makes it look again.
  await kubernetes.kubectl(['label', 'fluentbitagent', 'hunt', 'seen=again']);
  await operator.idle();
  expect(await read()).toBe(before);
});

test('a configuration that fails its check is told of, and the one before stays', async () => {
  const before = await get<KubernetesObject & { data: object }>('secret hunt-fluentd-app');
  const other = { ...output, spec: { loki: { ...output.spec.loki, url: 'no URL' } } };
  await apply(other);
  const told = await endChecks('Failed', 'the failed check', async () => {
    const read = await get<WithStatus>('logging hunt');
    return read?.status?.problemsCount === 1 ? read.status : undefined;
  });
  const [hash = ''] = Object.keys(told.configCheckResults ?? {});
  expect(await get(checkOf(hash))).toMatchObject({ status: { phase: 'Failed' } });
  expect(told.configCheckResults).toEqual({ [hash]: false });
  expect(told.problems?.[0]).toMatch(new RegExp(`^Configuration with checksum ${hash} has failed`));
  expect((await get<KubernetesObject & { data: object }>('secret hunt-fluentd-app'))?.data).toEqual(
    before?.data,
  );
  // Once it is as before, its earlier check counts again, and the traces of the failed one go.
  await apply(output);
  await until('a Logging without problems', async () => {
    const read = await get<WithStatus>('logging hunt');
    return read?.status?.problems === undefined ? read : undefined;
  });
  await until('no traces', async () =>
    (await get(`secret hunt-fluentd-configcheck-${hash}`)) === undefined ? true : undefined,
  );
  problems.length = 0;
});

test('a flow to an output that there is not says so, and leaves the configuration alone', async () => {
  await apply({ ...flow, metadata: { name: 'lost', namespace }, spec: { globalOutputRefs: ['nowhere'] } });
  const status = await until('the problem', async () => {
    const read = await get<WithStatus>('clusterflow lost');
    return read?.status?.problems === undefined ? undefined : read.status;
  });
  expect(status).toEqual({
    ...{ active: false, problemsCount: 1, problems: ['dangling global output reference: nowhere'] },
  });
  await until('the operator to say so', async () =>
    problems.includes('referenced clusteroutput not found: nowhere') ? true : undefined,
  );
  await kubernetes.kubectl(['delete', 'clusterflow', 'lost', '--namespace', namespace]);
});

test('a Flow takes only its own namespace, and may send to an Output there', async () => {
  await kubernetes.kubectl(['create', 'namespace', 'game']);
  const inGame = { name: 'players', namespace: 'game' };
  await apply(
    { apiVersion, kind: 'Output', metadata: inGame, spec: { loki: { url: 'http://loki.game.svc:3100' } } },
    {
      ...{ apiVersion, kind: 'Flow', metadata: inGame },
      spec: {
        match: [{ exclude: { labels: { app: 'bot' } } }, { select: {} }],
        localOutputRefs: ['players'],
        globalOutputRefs: ['loki'],
      },
    },
  );
  const routes = await endChecks('Succeeded', 'its route', () => routesOf(2));
  expect(routes[1]).toMatchObject({
    matches: [
      { namespaces: ['game'], labels: { app: 'bot' }, isNegated: true },
      { namespaces: ['game'], labels: {}, isNegated: false },
    ],
    outputs: [
      { url: 'http://loki.logging.svc:3100' },
      { url: 'http://loki.game.svc:3100', lineFormat: 'json' },
    ],
  });
});

test('a claim of another size makes the StatefulSet anew, since the Logging allows it', async () => {
  const { uid } = (await get('statefulset hunt-fluentd'))!.metadata;
  const larger = structuredClone(logging);
  larger.spec.fluentd.bufferStorageVolume.pvc.spec.resources.requests.storage = '6Gi';
  await apply(larger);
  const set = await until('the new one', async () => {
    const read = await get<KubernetesObject & { spec: object }>('statefulset hunt-fluentd');
    return read === undefined || read.metadata.uid === uid ? undefined : read;
  });
  expect(JSON.stringify(set.spec)).toContain('6Gi');
});

test.for([
  [
    'another control namespace',
    { ...logging, spec: { ...logging.spec, controlNamespace: 'default' } },
    /is immutable/,
  ],
  ['an unknown field', { ...logging, spec: { ...logging.spec, defaultFlow: {} } }, /defaultFlow/],
  ['another kind of output', { ...output, spec: { elasticsearch: { host: 'x' } } }, /elasticsearch/],
  ['an unknown option of Loki', { ...output, spec: { loki: { tenant: 'x' } } }, /tenant/],
  ['filters', { ...flow, spec: { filters: [] } }, /filters/],
  [
    'two fluentd',
    { ...logging, spec: { ...logging.spec, fluentd: { scaling: { replicas: 2 } } } },
    /replicas/,
  ],
  ['an unknown option of fluent-bit', { ...agent, spec: { image: {} } }, /image/],
] as const)('%s is refused', async ([_what, object, message]) => {
  await expect(apply(object)).rejects.toThrow(message);
});

test('two Loggings that claim the same flows say so', async () => {
  await apply({ ...logging, metadata: { name: 'rival' }, spec: { controlNamespace: namespace } });
  const status = await until('the conflict', async () => {
    const read = await get<WithStatus>('logging rival');
    return read?.status?.problemsCount === 1 ? read.status : undefined;
  });
  expect(status.problems?.[0]).toContain('with the same loggingRef (hunt)');
  await kubernetes.kubectl(['delete', 'logging', 'rival']);
});

test('the chart takes what we set and refuses the rest', async () => {
  const rendered = await renderChart('logging-operator', { resources: { requests: { cpu: '10m' } } });
  expect(JSON.stringify(findObject(rendered, 'Deployment', 'logging-operator'))).toContain(
    '"image":"ghcr.io/kube-logging/logging-operator:6.7.0"',
  );
  await expect(renderChart('logging-operator', { testReceiver: {} })).rejects.toThrow(/testReceiver/);
  await expect(renderChart('logging-operator', { replicaCount: 2 })).rejects.toThrow(/replicaCount/);
  await expect(
    renderChart('logging-operator', { 'logging-operator-crds': { install: true } }),
  ).rejects.toThrow(/install/);
});
