import { paths } from '../files/paths.ts';

/** Shell function that takes this host's lock, or says who has it. It goes with the process, however that ends. */
export const lockFunction: string = `take_lock() {
  mkdir -p ${paths.state} && exec 9>${paths.state}/lock || exit 1
  flock -n 9 || { fact failure "lock-held
$(cat ${paths.state}/holder 2>/dev/null)"; exit 1; }
  echo "since $(date -Is) from $(printf %s "\${SSH_CLIENT:-unknown}" | cut -d ' ' -f 1)" >${paths.state}/holder
  # What those left that were killed.
  rm -rf ${paths.state}/work.*
}`;
