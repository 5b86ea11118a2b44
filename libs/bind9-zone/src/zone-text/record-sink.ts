/** Where the parser puts records, one call each and no object, because there may be millions. */
export interface RecordSink {
  /** Says how many bytes of text are to be expected, before the first record. */
  reserve(textBytes: number): void;
  /** A wire name, in a buffer that will be used again; the number stands for it in {@link addRecord}. */
  internName(wire: Uint8Array, length: number): number;
  /**
   * Says that the next record begins a run: records that BIND adds to the zone together, because they stand together
   * under a name written in one way.
   */
  startRun(): void;
  /** One record; `rdata[0, length)` is in a buffer that will be used again. */
  addRecord(
    name: number,
    type: number,
    ttlSeconds: number,
    rdata: Uint8Array,
    length: number,
    line: number,
    file: number,
  ): void;
}
