import { parseDroneFile, signDroneFile } from '@wescale/drone-pipelines';

/**
 * Where a file departs from what was built, or undefined when it does not: the same bytes, or the same bytes signed.
 * A signature's own value is not looked at here.
 */
export function compareBuilt(text: string, built: string): string | undefined {
  const { resources } = parseDroneFile(text);
  const signature = resources.find((resource) => resource.kind === 'signature');
  const expected = signature ? withHmac(built, signature.hmac) : built;
  return text === expected ? undefined : describeDifference(text.split('\n'), expected.split('\n'));
}

/** What signing would write, with the given value in the place of the signature. */
function withHmac(built: string, hmac: string): string {
  const anyKey = ' '.repeat(32);
  return signDroneFile(built, anyKey).replace(/(?<=\nhmac: )[0-9a-f]{64}(?=\n\n\.\.\.\n$)/, () => hmac);
}

function describeDifference(actual: readonly string[], expected: readonly string[]): string {
  const index = actual.findIndex((line, at) => line !== expected[at]);
  const at = index === -1 ? actual.length : index;
  const show = (line: string | undefined) => (line === undefined ? 'nothing' : JSON.stringify(line));
  return `line ${at + 1} is ${show(actual[at])}, where the builder makes ${show(expected[at])}`;
}
