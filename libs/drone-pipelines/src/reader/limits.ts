/** How much one file may ask of the reader. Everything beyond is refused before it costs anything. */
export interface ReadLimits {
  /** Size of the whole file in bytes. @default 1 MiB */
  readonly maxBytes?: number;
  /** Documents in one file. @default 200 */
  readonly maxDocuments?: number;
  /** Values (scalars, lists, maps) after aliases are expanded, per file. @default 100,000 */
  readonly maxNodes?: number;
  /** Nesting of values. @default 64 */
  readonly maxDepth?: number;
}

export const DEFAULT_LIMITS: Required<ReadLimits> = {
  maxBytes: 1024 * 1024,
  maxDocuments: 200,
  maxNodes: 100_000,
  maxDepth: 64,
};

/**
 * The longest line Drone reads, in bytes without its newline. Its line scanner holds 64 KiB including the newline;
 * at a longer line it stops, silently, and the rest of the file does not exist (facts/drone.md §2).
 */
export const MAX_LINE_BYTES = 65_535;
