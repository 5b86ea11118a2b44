/**
 * The first ```ts block of a README: the example that a test runs as a stranger would.
 *
 * @throws Error when the README has none
 */
export function readmeExample(readme: string): string {
  const block = /^```ts\n(.*?)^```$/ms.exec(readme)?.[1];
  if (block === undefined)
    throw new Error('the README has no ```ts example; write one that runs as it stands');
  return block;
}
