/** What fluent-bit is told to do. */
export interface FluentBitConfiguration {
  flushSeconds: number;
  /** Of the files; a `*` stands for any part of the name. */
  pathPattern: string;
  refreshSeconds: number;
  /** Where the position in each file is kept. */
  database: string;
  /** Whether files that are there at the very first start are read from their beginning. */
  readsFromHead: boolean;
  /** Of the cluster, for the metadata of pods; `undefined` to go without. */
  kubernetesUrl: string | undefined;
  host: string;
  port: number;
}
