package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// checkMemoryCgroup fails as k3s does on a kernel without it.
func checkMemoryCgroup() error {
	var root unix.Statfs_t
	if err := unix.Statfs("/sys/fs/cgroup", &root); err != nil {
		return err
	}
	if root.Type == unix.CGROUP2_SUPER_MAGIC {
		controllers, err := os.ReadFile("/sys/fs/cgroup/cgroup.controllers")
		if err != nil || !strings.Contains(" "+strings.TrimSpace(string(controllers))+" ", " memory ") {
			return errors.New("failed to find memory cgroup (v2)")
		}
		return nil
	}
	var memory unix.Statfs_t
	if err := unix.Statfs("/sys/fs/cgroup/memory", &memory); err != nil || memory.Type != unix.CGROUP_SUPER_MAGIC {
		return errors.New(`failed to find memory cgroup, you may need to add "cgroup_memory=1 cgroup_enable=memory" to your linux cmdline (/boot/cmdline.txt on a Raspberry Pi)`)
	}
	return nil
}

// writeNetworkSettings sets what flannel and the kubelet set on a real node.
func writeNetworkSettings() error {
	for name, value := range map[string]string{"net/ipv4/ip_forward": "1", "net/ipv4/conf/all/forwarding": "1"} {
		if err := os.WriteFile("/proc/sys/"+name, []byte(value), 0o644); err != nil {
			return err
		}
	}
	// Without it the answers of a Service's pod on the same bridge would bypass the translation back. Only the host can
	// load the module for a machine that is a container.
	err := os.WriteFile("/proc/sys/net/bridge/bridge-nf-call-iptables", []byte("1"), 0o644)
	if errors.Is(err, os.ErrNotExist) {
		logWarning("Failed to load kernel module br_netfilter: pods will not reach Services whose pods are on this node; load it on the host")
		return nil
	}
	return err
}

// The chain's name begins as kube-proxy's do: k3s-killall.sh takes its lines away with those.
const undeliveredChain = "KUBE-STAGE-UNDELIVERED"

// rejectUndelivered refuses what is for a service address and was not translated: before kube-proxy's first rules
// it would be lost on the way to the gateway, and the pod that asked would hang for half a minute
// (facts/stage.md §2.4). After translation nothing has such an address.
func rejectUndelivered(environment []string, serviceCIDR string) error {
	return ensureChain(environment, "filter", undeliveredChain, []string{"-p tcp -j REJECT --reject-with tcp-reset", "-j REJECT"},
		map[string]string{"FORWARD": "-d " + serviceCIDR, "OUTPUT": "-d " + serviceCIDR})
}

// ensureChain brings a chain of iptables to these rules; others lead to it for what matches.
func ensureChain(environment []string, table, chain string, rules []string, leading map[string]string) error {
	var text bytes.Buffer
	fmt.Fprintf(&text, "*%s\n:%s - [0:0]\n", table, chain)
	for _, rule := range rules {
		fmt.Fprintf(&text, "-A %s %s\n", chain, rule)
	}
	for from, match := range leading {
		jump := append(strings.Fields(match), "-j", chain)
		check := exec.Command("iptables", append([]string{"-w", "5", "-t", table, "-C", from}, jump...)...)
		if runIn(environment, check) != nil {
			fmt.Fprintf(&text, "-A %s %s\n", from, strings.Join(jump, " "))
		}
	}
	text.WriteString("COMMIT\n")
	restore := exec.Command("iptables-restore", "-w", "5", "--noflush")
	restore.Stdin = &text
	return runIn(environment, restore)
}

// runIn looks the program up in the environment's own PATH.
func runIn(environment []string, command *exec.Cmd) error {
	command.Env = environment
	for _, entry := range environment {
		path, isPath := strings.CutPrefix(entry, "PATH=")
		for _, folder := range strings.Split(path, ":") {
			file := filepath.Join(folder, command.Args[0])
			if information, err := os.Stat(file); isPath && err == nil && information.Mode()&0o111 != 0 {
				command.Path, command.Err = file, nil
				if output, err := command.CombinedOutput(); err != nil {
					return fmt.Errorf("%s: %w: %s", command.Args[0], err, bytes.TrimSpace(output))
				}
				return nil
			}
		}
	}
	return fmt.Errorf("%s: not in the payload and not on this machine", command.Args[0])
}

// podNetwork is a bridge with the addresses the node was given (facts/stage.md §2.8).
type podNetwork struct {
	subnet     string
	mtu        int // 0: the kernel's
	masquerade bool
	more       []any // plugins after it
}

// write gives containerd its network. Until it is there the node is not ready.
func (n podNetwork) write(file string) error {
	plugins := []any{
		map[string]any{"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": n.masquerade, "hairpinMode": true, "promiscMode": false, "mtu": n.mtu,
			"ipam": map[string]any{"type": "host-local", "ranges": []any{[]any{map[string]any{"subnet": n.subnet}}},
				"routes": []any{map[string]any{"dst": "0.0.0.0/0"}}}},
		map[string]any{"type": "portmap", "capabilities": map[string]any{"portMappings": true}, "snat": true},
	}
	text, err := json.MarshalIndent(map[string]any{"cniVersion": "1.0.0", "name": "cbr0", "plugins": append(plugins, n.more...)}, "", "  ")
	if err != nil {
		return err
	}
	return writeFileWhole(file, text, 0o600)
}

// ensureVXLAN opens UDP 8472 as flannel does: the port that must be closed from outside is there to be closed.
func ensureVXLAN(nodeAddress string) error {
	if _, err := netlink.LinkByName("flannel.1"); err == nil {
		return nil
	}
	routes, err := netlink.AddrList(nil, netlink.FAMILY_V4)
	if err != nil {
		return err
	}
	for _, route := range routes {
		if route.IP.String() != nodeAddress {
			continue
		}
		link := &netlink.Vxlan{LinkAttrs: netlink.LinkAttrs{Name: "flannel.1"}, VxlanId: 1, VtepDevIndex: route.LinkIndex, SrcAddr: route.IP, Port: 8472}
		if err := netlink.LinkAdd(link); err != nil {
			return err
		}
		return netlink.LinkSetUp(link)
	}
	return fmt.Errorf("no interface has the node address %s", nodeAddress)
}

// pause waits and tells whether to go on.
func pause(ctx context.Context, duration time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(duration):
		return true
	}
}
