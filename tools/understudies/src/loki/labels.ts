/** Names and values; what two label sets are equal by is {@link formatLabels}. */
export type Labels = Readonly<Record<string, string>>;

/** `{app="web", namespace="game"}`, sorted by name: how Loki writes a stream, in errors too. */
export function formatLabels(labels: Labels): string {
  const pairs = Object.keys(labels)
    .toSorted()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`);
  return `{${pairs.join(', ')}}`;
}

/** Of all labels those that are named, or all but those. */
export function pickLabels(labels: Labels, names: readonly string[], isWithout: boolean): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name) !== isWithout));
}
