/** What Kapsule says about a minor version of Kubernetes [pool-basic#0]. */
export interface KubernetesMinor {
  cnis: readonly string[];
  featureGates: readonly string[];
  releasedAt: string;
  deprecatedAt: string;
  endOfLifeAt: string;
}

/** The list of January 2026, the newest first. */
export const recordedVersions: readonly string[] = ['1.35.0', '1.34.3', '1.33.7', '1.32.11', '1.31.14'];

const cnis = ['cilium', 'calico', 'kilo', 'none'];
const cnisWithNative = ['cilium', 'cilium_native', 'calico', 'kilo', 'none'];
const cpuOptions = 'CPUManagerPolicyAlphaOptions';
const resources = ['DRAAdminAccess', 'DynamicResourceAllocation', 'PodLevelResources'];

const newest: KubernetesMinor = {
  cnis: cnisWithNative,
  featureGates: ['HPAScaleToZero', cpuOptions, 'MutatingAdmissionPolicy'],
  releasedAt: '2026-01-19',
  deprecatedAt: '2027-01-19',
  endOfLifeAt: '2027-03-19',
};

const minors: Record<string, KubernetesMinor> = {
  '1.35': newest,
  '1.34': {
    cnis: cnisWithNative,
    featureGates: ['HPAScaleToZero', cpuOptions, 'ImageVolume', 'MutatingAdmissionPolicy'],
    releasedAt: '2025-09-29',
    deprecatedAt: '2026-09-29',
    endOfLifeAt: '2026-11-29',
  },
  '1.33': {
    cnis,
    featureGates: ['HPAScaleToZero', ...resources, cpuOptions, 'ImageVolume'],
    releasedAt: '2025-09-04',
    deprecatedAt: '2026-09-04',
    endOfLifeAt: '2026-11-04',
  },
  '1.32': {
    cnis,
    featureGates: [
      'HPAScaleToZero',
      'InPlacePodVerticalScaling',
      'SidecarContainers',
      'DRAAdminAccess',
      'DRAResourceClaimDeviceStatus',
      'DynamicResourceAllocation',
      'PodLevelResources',
      cpuOptions,
      'ImageVolume',
    ],
    releasedAt: '2025-03-24',
    deprecatedAt: '2026-03-24',
    endOfLifeAt: '2026-06-24',
  },
  '1.31': {
    cnis,
    featureGates: [
      'HPAScaleToZero',
      'InPlacePodVerticalScaling',
      'SidecarContainers',
      cpuOptions,
      'ImageVolume',
    ],
    releasedAt: '2024-12-02',
    deprecatedAt: '2025-12-02',
    endOfLifeAt: '2026-02-17',
  },
};

export const admissionPlugins: readonly string[] = [
  'AlwaysPullImages',
  'PodNodeSelector',
  'PodTolerationRestriction',
];

/** Arguments of the kubelet that a pool may set, with their types. */
export const kubeletArguments: Readonly<Record<string, string>> = {
  containerLogMaxFiles: 'uint16',
  containerLogMaxSize: 'quantity',
  cpuCFSQuota: 'bool',
  cpuCFSQuotaPeriod: 'duration',
  cpuManagerPolicy: 'enum:none|static',
  cpuManagerPolicyOptions: 'map[string]string',
  enableDebuggingHandlers: 'bool',
  evictionHard: 'map[string]string',
  evictionMinimumReclaim: 'map[string]string',
  imageGCHighThresholdPercent: 'uint32',
  imageGCLowThresholdPercent: 'uint32',
  maxParallelImagePulls: 'int32',
  maxPods: 'uint16',
  registryBurst: 'int32',
  registryPullQPS: 'int32',
  serializeImagePulls: 'bool',
};

// Assumption: a minor version of Kubernetes that was not recorded has what 1.35 has.
export const minorOf = (version: string): KubernetesMinor =>
  minors[version.split('.').slice(0, 2).join('.')] ?? newest;
