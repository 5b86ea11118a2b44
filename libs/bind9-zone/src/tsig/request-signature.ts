/** How a request was signed, for errors that its answer leads to. */
export interface RequestSignature {
  readonly keyName: string;
  readonly algorithm: string;
  /** The server's clock minus ours, as its rightly signed answer tells. */
  readonly clockDifferenceSeconds: number;
}

/** In words: which key, and how far the clocks are apart. */
export function describeSignature(signature: RequestSignature | undefined): string {
  if (signature === undefined) return 'the request was not signed';
  const { keyName, algorithm, clockDifferenceSeconds } = signature;
  return `signed by key "${keyName}" (${algorithm}), ${describeClocks(clockDifferenceSeconds)}`;
}

/** The difference of two clocks in words, without a full stop. */
export function describeClocks(clockDifferenceSeconds: number | undefined): string {
  if (clockDifferenceSeconds === undefined) return 'the clock of the server is not known';
  if (clockDifferenceSeconds === 0) return 'both clocks agree';
  const side = clockDifferenceSeconds > 0 ? 'ahead of' : 'behind';
  return `the clock of the server is ${Math.abs(clockDifferenceSeconds)} s ${side} ours`;
}
