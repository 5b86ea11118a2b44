import type { ClusterFact, ServiceFact } from './k3s-facts.ts';

/** What a script printed, by the name of the fact. */
export type Answers = ReadonlyMap<string, readonly string[]>;

/** Makes facts of `systemctl show`. */
export function parseService(text = ''): ServiceFact {
  const properties = new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  return {
    state: properties.get('ActiveState') ?? 'unknown',
    subState: properties.get('SubState') ?? 'unknown',
    isEnabled: properties.get('UnitFileState') === 'enabled',
    isReloadNeeded: properties.get('NeedDaemonReload') === 'yes',
    isJobQueued: !['', '0'].includes(properties.get('Job') ?? ''),
    restarts: Number(properties.get('NRestarts') ?? 0),
  };
}

/** The part of Kubernetes' objects that is looked at. */
interface NodeList {
  items?: {
    metadata?: { name?: string };
    status?: {
      conditions?: { type?: string; status?: string; message?: string }[];
      nodeInfo?: { kubeletVersion?: string };
    };
  }[];
}
interface Deployment {
  status?: { conditions?: { type?: string; status?: string }[] };
}

/** What the cluster answered; undefined when it was not asked, since k3s does not run. */
export function parseCluster(answers: Answers): ClusterFact | undefined {
  const ready = answers.get('readyz')?.[0];
  if (ready === undefined) return undefined;
  const nodes = parseJson<NodeList>(answers.get('nodes')?.[0]);
  const coreDns = parseJson<Deployment>(answers.get('coredns')?.[0]);
  return {
    isApiReady: ready.trim() === 'ok',
    nodes: (nodes?.items ?? []).map(({ metadata, status }) => {
      const condition = status?.conditions?.find(({ type }) => type === 'Ready');
      return {
        name: metadata?.name ?? '',
        isReady: condition?.status === 'True',
        version: status?.nodeInfo?.kubeletVersion ?? '',
        reason: condition?.message ?? 'it has not reported yet',
      };
    }),
    hasDefaultServiceAccount: (answers.get('account')?.[0] ?? '').includes('"ServiceAccount"'),
    isCoreDnsAvailable:
      coreDns?.status?.conditions?.some(({ type, status }) => type === 'Available' && status === 'True') ??
      false,
  };
}

function parseJson<Value>(text = ''): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
