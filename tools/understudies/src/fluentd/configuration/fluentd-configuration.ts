/** What fluentd is told to do. */
export interface FluentdConfiguration {
  address: string;
  port: number;
  /** An event goes to every route that takes it. */
  routes: readonly Route[];
}

export interface Route {
  /** The first that fits decides. */
  matches: readonly RouteMatch[];
  outputs: readonly LokiOutput[];
}

/** What of an event's Kubernetes metadata is compared; what is empty fits everything. */
export interface RouteMatch {
  namespaces: readonly string[];
  labels: Readonly<Record<string, string>>;
  containerNames: readonly string[];
  hosts: readonly string[];
  /** An event that fits is left out. */
  isNegated: boolean;
}

export interface LokiOutput {
  id: string;
  url: string;
  /** By the label's name, where in the record its value is. */
  labels: Readonly<Record<string, string>>;
  extraLabels: Readonly<Record<string, string>>;
  lineFormat: 'json' | 'key_value';
  removeKeys: readonly string[];
  dropsSingleKey: boolean;
  buffer: BufferSettings;
}

export interface BufferSettings {
  /** Of the files; the `*` stands for what tells them apart. */
  path: string;
  timekeySeconds: number;
  timekeyWaitSeconds: number;
  /** `lazy`: when the time of a chunk is over. */
  flushMode: 'lazy' | 'interval' | 'immediate';
  flushIntervalSeconds: number;
  /** A chunk of this size is flushed at once. */
  chunkLimitBytes: number;
}
