/** What a text may cost, so that no text can use up the machine. */
export interface ParseLimits {
  /** Records in all. @default 100 000 000 */
  readonly maxRecords: number;
  /** Records that `$GENERATE` may make, in all. @default 1 000 000 */
  readonly maxGenerated: number;
  /** Files that may include each other in turn. @default 20 */
  readonly maxIncludeDepth: number;
  /** `$INCLUDE`s in all. @default 10 000 */
  readonly maxIncludes: number;
  /** Bytes of one entry, comments and line breaks within its parentheses counted. @default 16 MiB */
  readonly maxEntryBytes: number;
  /** Errors after which the rest is not read; also how many findings of each severity are told. @default 100 */
  readonly maxErrors: number;
}

export const defaultLimits: ParseLimits = {
  maxRecords: 100_000_000,
  maxGenerated: 1_000_000,
  maxIncludeDepth: 20,
  maxIncludes: 10_000,
  maxEntryBytes: 16 * 1024 * 1024,
  maxErrors: 100,
};
