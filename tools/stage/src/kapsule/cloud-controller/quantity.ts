const factors: Readonly<Record<string, number>> = {
  '': 1,
  ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** A quantity of storage in bytes (Kubernetes "Quantity"). @throws RangeError for what is none */
export function parseQuantity(text: string): number {
  const [, number = '', suffix = ''] = /^([0-9]+(?:\.[0-9]+)?)(|[kMGT]|[KMGT]i)$/.exec(text) ?? [];
  const factor = factors[suffix];
  if (number === '' || factor === undefined) throw new RangeError(`'${text}' is no size of a volume`);
  return Math.ceil(Number(number) * factor);
}
