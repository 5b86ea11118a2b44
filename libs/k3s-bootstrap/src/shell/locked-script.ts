import { downloadFunctions } from '../apply/download-functions.ts';
import { paths } from '../files/paths.ts';
import { factFunction, scriptHead } from '../read/probe-script.ts';
import { lockFunction } from './lock-function.ts';

/** Shell that makes `$work`, a folder that goes with the script. */
export const workFolder: string = `work=$(mktemp -d ${paths.state}/work.XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT`;

/**
 * A script that changes the host: alone, under the lock, to its end also when nobody listens any more. A cut on its way
 * to the host runs nothing of it.
 *
 * @param body what it does, with the functions of downloads at hand; it ends with the fact `done`
 * @param before what stands before it: settings, more functions
 */
export function lockedScript(body: string, before = ''): string {
  return `${scriptHead}
${factFunction}
${downloadFunctions}
${lockFunction}
${before}
main() {
trap '' PIPE
exec </dev/null
take_lock
${body}
}
main
`;
}
