import { StageError } from '../errors.ts';

class KubeletArgumentError extends StageError {
  readonly code = 'stage-kubelet-argument';
}

/** Flags of the kubelet for the arguments that a pool may set [facts/scaleway.md 2, pool-basic#0]. */
const flags: Readonly<Record<string, string>> = {
  containerLogMaxFiles: 'container-log-max-files',
  containerLogMaxSize: 'container-log-max-size',
  cpuCFSQuota: 'cpu-cfs-quota',
  cpuCFSQuotaPeriod: 'cpu-cfs-quota-period',
  cpuManagerPolicy: 'cpu-manager-policy',
  enableDebuggingHandlers: 'enable-debugging-handlers',
  evictionHard: 'eviction-hard',
  evictionMinimumReclaim: 'eviction-minimum-reclaim',
  imageGCHighThresholdPercent: 'image-gc-high-threshold',
  imageGCLowThresholdPercent: 'image-gc-low-threshold',
  maxPods: 'max-pods',
  registryBurst: 'registry-burst',
  registryPullQPS: 'registry-qps',
  serializeImagePulls: 'serialize-image-pulls',
};

/** @throws KubeletArgumentError for one that no flag of the kubelet stands for */
export function kubeletFlags(kubeletArguments: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(kubeletArguments).map(([name, value]) => {
      const flag = flags[name];
      if (flag === undefined)
        throw new KubeletArgumentError(`the stage's nodes cannot take the kubelet argument '${name}'`);
      return [flag, value];
    }),
  );
}
