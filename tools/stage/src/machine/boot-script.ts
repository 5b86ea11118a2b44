import { initScript } from './init-script.ts';

/**
 * What stands between us and `systemd-nspawn`, as a shell script with the arguments
 * VOLUME IMAGE NAME BINDS CGROUP…, run in the network namespace that holds the machine's end of its link and in a
 * mount namespace of its own: whatever it mounts is gone with it.
 *
 * - The disk is an overlay: the image below, the volume's own files above. `volatile` spares the host the
 *   syncs; its mark of an unclean end is removed since only the host's own crash would lose anything.
 * - BINDS are options of nspawn for further folders, without spaces in them.
 * - nspawn looks the interface up in /sys, which must show this namespace. Read-only, or it would ask a udev
 *   that knows nothing of this link.
 * - nspawn's bookkeeping under /run is kept from the host.
 * - nspawn hands the SIGTERM it gets when we die on as SIGKILL; killed itself, it would leave its machine behind.
 * - CAP_SYSLOG and the keyring calls are what kubelet and runc need (facts/stage.md 2.2).
 * - `scaleway` on the command line is how cloud-init knows where it is, as on the real kernel's.
 */
export const bootScript: string = `set -e
volume=$1 image=$2 name=$3 binds=$4
shift 4
for group; do echo $$ >"$group/cgroup.procs"; done
mount --rbind /sys/fs/cgroup "$volume/cgroup"
mount -t sysfs -o ro sysfs /sys
mount --rbind "$volume/cgroup" /sys/fs/cgroup
umount --lazy "$volume/cgroup"
mkdir -p /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
rm -rf "$volume/work/work/incompat"
mount -t overlay overlay -o "volatile,lowerdir=$image,upperdir=$volume/files,workdir=$volume/work" "$volume/root"
exec systemd-nspawn --quiet --directory="$volume/root" --machine="$name" \\
  --register=no --keep-unit --network-interface=ens2 $binds \\
  --kill-signal=SIGKILL --link-journal=no --resolv-conf=off --timezone=off --console=read-only \\
  --capability=CAP_SYSLOG --system-call-filter=@keyring /bin/sh -c '${initScript}' init
`;
