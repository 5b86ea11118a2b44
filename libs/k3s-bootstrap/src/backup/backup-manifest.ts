/** What an archive says of itself, in its `backup.json`. */
export interface BackupManifest {
  format: 1;
  version: string;
  nodeName: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  snapshotSha256: string;
}

/** Reads a manifest; undefined when it is none, or of a later format. */
export function parseManifest(text: string): BackupManifest | undefined {
  try {
    const value = JSON.parse(text) as Partial<BackupManifest>;
    const { format, version, nodeName, createdAt, snapshotSha256 } = value;
    if (format !== 1 || !version || !nodeName || !createdAt || !snapshotSha256) return undefined;
    return { format, version, nodeName, createdAt, snapshotSha256 };
  } catch {
    return undefined;
  }
}
