import type { Ingress } from '../ingress/cluster-objects.ts';
import type { ApiServer } from '../kubernetes/api-server.ts';
import { keyOf } from '../kubernetes/kubernetes-object.ts';
import { reconcileLoop } from '../kubernetes/reconcile-loop.ts';
import { watchKinds } from '../kubernetes/watch-kinds.ts';
import { applyObject, deleteObject } from '../kubernetes/write-objects.ts';
import { certificateManager } from './certificate-manager.ts';
import { issuerManager } from './issuer-manager.ts';
import {
  defaultTiming,
  type ManagerContext,
  type ManagerTiming,
  type RecursiveNameservers,
} from './manager-context.ts';
import { planShim } from './plan-ingress-certificates.ts';
import { eventRecorder } from './record-events.ts';
import {
  certificatePath,
  certificatesApi,
  pathOf,
  type Certificate,
  type Issuer,
  type Secret,
} from './resources.ts';

export interface CertManagerOptions {
  server: ApiServer;
  /** Where Secrets of ClusterIssuers are. */
  clusterResourceNamespace: string;
  /** @default those of the machine */
  nameservers?: RecursiveNameservers;
  timing?: Partial<ManagerTiming>;
  /** @default the machine's clock */
  now?: () => Date;
  onLog: (line: string) => void;
}

export interface RunningCertManager extends AsyncDisposable {
  /** Looks at everything again, as after a while; for a clock that was set. */
  trigger(): void;
}

/** cert-manager's controllers over a cluster. */
export function startCertManager(options: CertManagerOptions): RunningCertManager {
  const { server, onLog, clusterResourceNamespace, now = () => new Date() } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const onProblem = ({ message }: Error): void => onLog(message);
  const record = eventRecorder(server, now, onProblem);
  const context: ManagerContext = {
    ...{ server, now, onLog, record },
    timing: { ...defaultTiming, ...options.timing },
    nameservers: options.nameservers ?? { isOnly: false },
  };
  const loop = reconcileLoop(reconcile, { signal, onProblem });
  const onChange = (): void => loop.trigger();
  const issuers = issuerManager(context, clusterResourceNamespace, onChange);
  const certificates = certificateManager(context, (one) => issuers.find(one), onChange);

  const kinds = watchKinds<{
    certificates: Certificate;
    issuers: Issuer;
    clusterIssuers: Issuer;
    ingresses: Ingress;
    secrets: Secret;
  }>(
    server,
    {
      certificates: pathOf(certificatesApi, 'certificates'),
      issuers: pathOf(certificatesApi, 'issuers'),
      clusterIssuers: pathOf(certificatesApi, 'clusterissuers'),
      ingresses: '/apis/networking.k8s.io/v1/ingresses',
      secrets: '/api/v1/secrets',
    },
    { signal, onChange, onProblem },
  );

  async function reconcile(): Promise<void> {
    await shim();
    const againMs = Math.min(
      issuers.reconcile(kinds.objects.issuers, kinds.objects.clusterIssuers),
      await certificates.reconcile(kinds.objects.certificates, kinds.objects.secrets),
    );
    if (againMs < Infinity) loop.triggerAfter(againMs);
  }
  async function shim(): Promise<void> {
    const plan = planShim(kinds.objects.ingresses.values(), kinds.objects.certificates);
    for (const { ingress, reason } of plan.problems) {
      const named = { ...ingress, apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
      const key = `${keyOf(ingress)} ${reason}`;
      if (said.has(key)) continue;
      said.add(key);
      onLog(`Ingress ${keyOf(ingress)}: ${reason}`);
      await record(named, 'Warning', 'BadConfig', reason);
    }
    for (const certificate of plan.apply) {
      const { namespace, name } = certificate.metadata;
      const isNew = !kinds.objects.certificates.has(keyOf(certificate));
      const path = pathOf(certificatesApi, 'certificates', namespace);
      await applyObject(server, path, certificate, 'cert-manager-ingress-shim');
      onLog(`${isNew ? 'made' : 'changed'} the Certificate ${namespace ?? ''}/${name} for an Ingress`);
    }
    for (const key of plan.remove) {
      const [namespace = '', name = ''] = key.split('/');
      await deleteObject(server, certificatePath(namespace, name));
    }
  }
  const said = new Set<string>();
  return {
    trigger: () => void kinds.listed.then(onChange),
    async [Symbol.asyncDispose]() {
      ending.abort();
      await loop.idle();
      await Promise.all([issuers.stop(), certificates.stop()]);
    },
  };
}
