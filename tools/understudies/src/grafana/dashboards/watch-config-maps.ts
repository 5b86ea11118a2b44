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

/** Hears of every change to the ConfigMaps that carry the label. Fulfilled once all were listed. */
export async function watchConfigMaps(
  api: ApiServer,
  { label, labelValue, namespaces }: ConfigMapSelection,
  { signal, onChange, onProblem }: ConfigMapWatch,
): Promise<void> {
  const selector = encodeURIComponent(labelValue === '' ? label : `${label}=${labelValue}`);
  const tell = (): void => {
    // The first is told of before the last is watched.
    if (watched.length === paths.length) onChange(watched.flatMap(({ objects }) => [...objects.values()]));
  };
  const paths = namespaces.map((namespace) =>
    namespace === 'ALL' ? '/api/v1/configmaps' : `/api/v1/namespaces/${namespace}/configmaps`,
  );
  const watched: ReturnType<typeof watchObjects<ConfigMap>>[] = [];
  for (const path of paths)
    watched.push(
      watchObjects(api, `${path}?labelSelector=${selector}`, { signal, onChange: tell, onProblem }),
    );
  await Promise.all(watched.map(({ listed }) => listed));
}
