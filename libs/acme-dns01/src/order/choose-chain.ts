import { commonNameOf, parseChain } from '../certificate/certificate-chain.ts';

/**
 * The chain that ends nearest to the wanted issuer; the CA's own choice, the first, when none has it.
 *
 * @param preferred common name of an issuer in the chain, such as that of a root
 */
export function chooseChain(chains: [string, ...string[]], preferred: string): string {
  const stepsFromEnd = (pem: string): number => {
    const issuers = parseChain(pem).map(({ issuer }) => commonNameOf(issuer));
    const at = issuers.lastIndexOf(preferred);
    return at === -1 ? Infinity : issuers.length - 1 - at;
  };
  const [first, ...others] = chains.map((pem) => ({ pem, steps: stepsFromEnd(pem) }));
  let best = first ?? { pem: chains[0], steps: Infinity };
  for (const chain of others) if (chain.steps < best.steps) best = chain;
  return best.pem;
}
