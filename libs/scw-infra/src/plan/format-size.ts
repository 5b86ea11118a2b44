/** Bytes as Scaleway counts them: `20 GB` is 20 × 10⁹. */
export function formatSize(sizeBytes: number): string {
  return `${Number((sizeBytes / 1e9).toFixed(3))} GB`;
}
