import type { ApiServer } from '../../kubernetes/api-server.ts';
import { watchObjects } from '../../kubernetes/watch-objects.ts';
import type { ConfigMap } from './collect-dashboards.ts';

/** Which ConfigMaps are looked at: `sidecar.dashboards` of the chart. */
export interface ConfigMapSelection {
  label: string;
  /** Every value when it is empty. */
  labelValue: string;
  /** `ALL` for the whole cluster. */
  namespaces: readonly string[];
}

export interface ConfigMapWatch {
  signal: AbortSignal;
  onChange: (configMaps: readonly ConfigMap[]) => void;
  onProblem: (problem: Error) => void;
}

/** Hears of every change to the ConfigMaps that carry the label. */
export function watchConfigMaps(
  api: ApiServer,
  { label, labelValue, namespaces }: ConfigMapSelection,
  { signal, onChange, onProblem }: ConfigMapWatch,
): void {
  const selector = encodeURIComponent(labelValue === '' ? label : `${label}=${labelValue}`);
  const tell = (): void => onChange(watched.flatMap(({ objects }) => [...objects.values()]));
  const watched = namespaces.map((namespace) => {
    const path = namespace === 'ALL' ? '/api/v1/configmaps' : `/api/v1/namespaces/${namespace}/configmaps`;
    // It tells of nothing before the first answer, when all are watched.
    return watchObjects<ConfigMap>(api, `${path}?labelSelector=${selector}`, {
      ...{ signal, onChange: tell, onProblem },
    });
  });
}
