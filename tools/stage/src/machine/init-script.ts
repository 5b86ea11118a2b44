/**
 * The first thing a machine does, as its PID 1, before it becomes systemd: what an Instance's own kernel gives and a
 * container has to be given, so that a container runtime and a kubelet find it (facts/stage.md 2.3). It leaves no
 * file and no unit behind, and `/proc/1/cmdline` is systemd's. No single quote may stand in it.
 *
 * - nspawn shows the version 1 controllers read-only; the machine's own group in each is its own to divide.
 * - A kubelet opens /dev/kmsg. The messages there are the host's, so the journal is told not to read them.
 * - A kubelet wants to write three settings of the kernel, which are the host's and read-only here. It finds files
 *   that hold the values it wants, and the host's stay as they are.
 */
export const initScript = `for folder in /sys/fs/cgroup/*; do
  case $(stat --file-system --format=%T "$folder") in
    cgroupfs) mount -o remount,bind,rw "$folder" ;;
  esac
done
mknod -m 640 /dev/kmsg c 1 11
mkdir -p /run/systemd/journald.conf.d
printf "[Journal]\\nReadKMsg=no\\n" >/run/systemd/journald.conf.d/10-host.conf
mkdir -m 700 /run/host-settings
while read -r value setting; do
  echo "$value" >/run/host-settings/value
  mv /run/host-settings/value "/run/host-settings/$\{setting##*/}"
  mount --bind "/run/host-settings/$\{setting##*/}" "/proc/sys/$setting"
done <<SETTINGS
10 kernel/panic
1 kernel/panic_on_oops
1 vm/overcommit_memory
SETTINGS
exec /lib/systemd/systemd scaleway`;
