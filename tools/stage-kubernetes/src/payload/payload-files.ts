/** A file of the payload: where it comes from in the unpacked packages; or a script that starts a program beside it. */
export type PayloadFile = { source: string } | { script: string };

const libraryFolder = 'usr/lib/x86_64-linux-gnu';

/** Programs of the container runtime and CNI plugins, by their place in Debian. */
const programs = [
  ...['usr/bin/containerd', 'usr/bin/containerd-shim-runc-v2', 'usr/bin/ctr', 'usr/sbin/runc'],
  ...['usr/lib/cni/bridge', 'usr/lib/cni/host-local', 'usr/lib/cni/loopback', 'usr/lib/cni/portmap'],
];

/** All these are one program of Debian's, which speaks to nftables. */
const iptablesNames = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);

/**
 * The real one's are static and run for whoever finds them there, k3s-killall.sh among others; these need their
 * libraries named.
 */
const iptablesScript = `#!/bin/sh
here=\${0%/*}
export LD_LIBRARY_PATH="$here/../../lib" XTABLES_LIBDIR="$here/../../lib/xtables"
exec "$here/xtables-nft-multi" "\${0##*/}" "$@"
`;

/**
 * The payload's files by their paths in it: `bin` with the programs, `bin/aux` with iptables, `lib` with shared
 * libraries and `lib/xtables` with the extensions of iptables.
 *
 * @param unpacked paths of the files of Debian's packages, without a leading slash
 */
export function payloadFiles(unpacked: readonly string[]): Record<string, PayloadFile> {
  const files: Record<string, PayloadFile> = {};
  for (const source of programs) files[`bin/${lastPart(source)}`] = { source };
  // Behind the machine's own, where it has one; Kapsule's NetworkPolicies are its work.
  files['bin/aux/nft'] = { source: 'usr/sbin/nft' };
  files['bin/aux/xtables-nft-multi'] = { source: 'usr/sbin/xtables-nft-multi' };
  for (const name of iptablesNames) files[`bin/aux/${name}`] = { script: iptablesScript };
  for (const source of unpacked) {
    const inFolder = source.startsWith(`${libraryFolder}/`) ? source.slice(libraryFolder.length + 1) : '';
    // Libraries by the name that programs ask for, which ends in one number.
    if (/^lib[^/]+\.so\.\d+$/.test(inFolder)) files[`lib/${inFolder}`] = { source };
    if (/^xtables\/[^/]+\.so$/.test(inFolder)) files[`lib/${inFolder}`] = { source };
  }
  const missing = Object.values(files).flatMap((file) =>
    'source' in file && !unpacked.includes(file.source) ? [file.source] : [],
  );
  if (missing.length > 0) throw new Error(`Debian's packages hold no ${missing.join(', ')}`);
  return files;
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
