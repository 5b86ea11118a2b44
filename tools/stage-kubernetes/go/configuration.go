package main

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/util/validation"
)

// What the real k3s deploys and we do not have.
var absentComponents = []string{"traefik", "servicelb", "local-storage", "metrics-server"}

// configuration is a complete answer to every setting, with the real one's defaults.
type configuration struct {
	settings

	nodeName         string
	nodeAddress      string
	advertiseAddress string
	bindAddress      string // empty: all
	port             int
	clusterCIDR      string
	serviceCIDR      string
	apiServiceIP     string
	clusterDNS       string
	clusterDomain    string
	flannelBackend   string
	kubeconfigMode   os.FileMode
	snapshots        snapshotPlan
}

func isDisabled(s settings, component string) bool {
	return slices.Contains(s.list("disable"), component)
}

// checkSettings refuses what the stage cannot play, before anything is touched.
func checkSettings(s settings) error {
	if !s.isOn("cluster-init") {
		return fmt.Errorf("the stage's k3s has embedded etcd only, no SQLite: set cluster-init: true")
	}
	missing := []string{}
	for _, component := range absentComponents {
		if !isDisabled(s, component) {
			missing = append(missing, component)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("the stage's k3s does not have %s: list them under disable", strings.Join(missing, ", "))
	}
	for _, component := range s.list("disable") {
		if !slices.Contains(absentComponents, component) && component != "coredns" && component != "runtimes" {
			return fmt.Errorf("disable: k3s has no component %q", component)
		}
	}
	if folder := s.text("data-dir"); folder != "" && folder != dataFolder {
		return fmt.Errorf("the stage's k3s plays data-dir at %s only", dataFolder)
	}
	if backend := s.text("flannel-backend"); !slices.Contains([]string{"", "vxlan", "host-gw", "none"}, backend) {
		return fmt.Errorf("flannel-backend: the stage plays vxlan, host-gw and none, not %q", backend)
	}
	for _, key := range []string{"node-ip", "node-external-ip", "cluster-cidr", "service-cidr", "cluster-dns"} {
		if len(s.list(key)) > 1 {
			return fmt.Errorf("%s: the stage plays one value, of IPv4", key)
		}
	}
	if s.text("cluster-reset-restore-path") != "" && !s.isOn("cluster-reset") {
		return fmt.Errorf("invalid flag use; --cluster-reset required with --cluster-reset-restore-path")
	}
	return nil
}

func newConfiguration(s settings) (*configuration, error) {
	if err := checkSettings(s); err != nil {
		return nil, err
	}
	c := &configuration{settings: s, bindAddress: s.text("bind-address"), port: 6443,
		clusterCIDR: orDefault(firstOf(s.list("cluster-cidr")), "10.42.0.0/16"), serviceCIDR: orDefault(firstOf(s.list("service-cidr")), "10.43.0.0/16"),
		clusterDomain: orDefault(s.text("cluster-domain"), "cluster.local"), flannelBackend: orDefault(s.text("flannel-backend"), "vxlan")}
	if port := s.text("https-listen-port"); port != "" {
		number, err := strconv.Atoi(port)
		if err != nil || number < 1 || number > 65535 {
			return nil, fmt.Errorf("https-listen-port: %q is no port", port)
		}
		c.port = number
	}
	mode, err := strconv.ParseUint(orDefault(s.text("write-kubeconfig-mode"), "600"), 8, 32)
	if err != nil {
		return nil, fmt.Errorf("write-kubeconfig-mode: %q is not octal", s.text("write-kubeconfig-mode"))
	}
	c.kubeconfigMode = os.FileMode(mode) & os.ModePerm
	if c.snapshots, err = newSnapshotPlan(s); err != nil {
		return nil, err
	}
	if err := c.findNames(); err != nil {
		return nil, err
	}
	return c, c.findServiceAddresses()
}

func findNodeName(s settings) (string, error) {
	name := s.text("node-name")
	if name == "" {
		host, err := os.Hostname()
		if err != nil {
			return "", err
		}
		name = strings.ToLower(host)
	}
	if problems := validation.IsDNS1123Subdomain(name); len(problems) > 0 {
		return "", fmt.Errorf("node name %q: %s", name, strings.Join(problems, "; "))
	}
	return name, nil
}

func (c *configuration) findNames() error {
	name, err := findNodeName(c.settings)
	if err != nil {
		return err
	}
	c.nodeName = name
	c.nodeAddress = firstOf(c.list("node-ip"))
	if c.nodeAddress == "" {
		// Also the error is the real one's: no default routes found (facts/k3s-rancher.md §1 "Failures").
		address, err := utilnet.ChooseHostInterface()
		if err != nil {
			return err
		}
		c.nodeAddress = address.String()
	}
	c.advertiseAddress = orDefault(orDefault(c.text("advertise-address"), firstOf(c.list("node-external-ip"))), c.nodeAddress)
	for key, address := range map[string]string{"node-ip": c.nodeAddress, "advertise-address": c.advertiseAddress} {
		if parsed := net.ParseIP(address); parsed == nil || parsed.To4() == nil {
			return fmt.Errorf("%s: %q is no IPv4 address", key, address)
		}
	}
	if net.ParseIP(c.advertiseAddress).IsLoopback() {
		return fmt.Errorf("advertise-address: endpoints of Services may not be in 127.0.0.0/8")
	}
	if c.bindAddress != "" && net.ParseIP(c.bindAddress) == nil {
		return fmt.Errorf("bind-address: %q is no address", c.bindAddress)
	}
	return nil
}

func (c *configuration) findServiceAddresses() error {
	if _, _, err := net.ParseCIDR(c.clusterCIDR); err != nil {
		return fmt.Errorf("cluster-cidr: %w", err)
	}
	_, network, err := net.ParseCIDR(c.serviceCIDR)
	if err != nil {
		return fmt.Errorf("service-cidr: %w", err)
	}
	base := network.IP.To4()
	if base == nil {
		return fmt.Errorf("service-cidr: the stage plays IPv4 only")
	}
	c.apiServiceIP = net.IPv4(base[0], base[1], base[2], base[3]+1).String()
	c.clusterDNS = orDefault(firstOf(c.list("cluster-dns")), net.IPv4(base[0], base[1], base[2], base[3]+10).String())
	return nil
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func orDefault(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
