package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func readTestSettings(t *testing.T, files map[string]string) (settings, error) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return readSettings(filepath.Join(folder, "config.yaml"), filepath.Join(folder, "config.yaml.d"))
}

func TestLaterFilesReplaceAndPlusAppends(t *testing.T) {
	read, err := readTestSettings(t, map[string]string{
		"config.yaml":               "node-name: one\ntls-san: [a]\nhttps-listen-port: 6444\ncluster-init: true\n",
		"config.yaml.d/20-b.yaml":   "tls-san+: [c]\n",
		"config.yaml.d/10-a.yaml":   "node-name: two\ntls-san+: b\n",
		"config.yaml.d/ignored.txt": "nonsense: true\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := read.list("tls-san"); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("tls-san is %v", got)
	}
	if read.text("node-name") != "two" || read.text("https-listen-port") != "6444" || !read.isOn("cluster-init") {
		t.Errorf("read %v", read)
	}
}

func TestWhatIsNotPlayedIsRefused(t *testing.T) {
	for text, reason := range map[string]string{
		"embedded-registry: true\n":        `does not know the key "embedded-registry"`,
		"node-name: [a, b]\n":              "node-name takes one value",
		"cluster-init: maybe\n":            "cluster-init is true or false",
		"tls-san: {a: b}\n":                "tls-san has a value",
		"node-name: a\nnode-name: b\n":     "already set",
		"kubelet-arg: [[max-pods=10]]\n":   "kubelet-arg has a value",
		"cluster-init: true\ntypo+: [x]\n": `does not know the key "typo"`,
	} {
		if _, err := readTestSettings(t, map[string]string{"config.yaml": text}); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestFlagsReplaceFilesAndTheEnvironmentFillsGaps(t *testing.T) {
	wanted := settings{"token": {"of-file"}, "tls-san": {"a"}}
	if err := wanted.addEnvironment([]string{"K3S_TOKEN=of-environment", "K3S_NODE_NAME=n", "HOME=/"}); err != nil {
		t.Fatal(err)
	}
	if err := wanted.addFlags([]string{"--cluster-reset", "--tls-san", "b", "--tls-san=c"}); err != nil {
		t.Fatal(err)
	}
	if wanted.text("token") != "of-file" || wanted.text("node-name") != "n" || !wanted.isOn("cluster-reset") || !slices.Equal(wanted.list("tls-san"), []string{"b", "c"}) {
		t.Errorf("wanted %v", wanted)
	}
	for _, arguments := range [][]string{{"--unknown"}, {"agent"}, {"--token"}} {
		if err := wanted.addFlags(arguments); err == nil {
			t.Errorf("%v was taken", arguments)
		}
	}
	if err := wanted.addEnvironment([]string{"K3S_URL=https://x"}); err == nil {
		t.Error("K3S_URL was taken")
	}
}

func playable(more settings) settings {
	all := settings{"cluster-init": {"true"}, "disable": {"traefik,servicelb", "local-storage", "metrics-server"}}
	for key, values := range more {
		all[key] = values
	}
	return all
}

func TestOnlyPlayableConfigurationsPass(t *testing.T) {
	if err := checkSettings(playable(nil)); err != nil {
		t.Error(err)
	}
	for reason, more := range map[string]settings{
		"no SQLite": {"cluster-init": {"false"}},
		"does not have local-storage, metrics-server": {"disable": {"traefik", "servicelb"}},
		`no component "nginx"`:                        {"disable": {"traefik", "servicelb", "local-storage", "metrics-server", "nginx"}},
		"data-dir at":                                 {"data-dir": {"/srv"}},
		"wireguard-native":                            {"flannel-backend": {"wireguard-native"}},
		"one value, of IPv4":                          {"cluster-cidr": {"10.42.0.0/16,2001:db8::/56"}},
		"--cluster-reset required":                    {"cluster-reset-restore-path": {"/x"}},
	} {
		if err := checkSettings(playable(more)); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %v", reason, err)
		}
	}
}

func TestAddressesFollowFromTheConfiguration(t *testing.T) {
	c, err := newConfiguration(playable(settings{"node-ip": {"192.0.2.1"}, "node-external-ip": {"198.51.100.1"}, "node-name": {"n"}, "service-cidr": {"10.96.0.0/12"}, "write-kubeconfig-mode": {"0640"}}))
	if err != nil {
		t.Fatal(err)
	}
	if c.advertiseAddress != "198.51.100.1" || c.apiServiceIP != "10.96.0.1" || c.clusterDNS != "10.96.0.10" || c.kubeconfigMode != 0o640 || c.snapshots.retention != 5 {
		t.Errorf("made %+v", c)
	}
	for key, value := range map[string]string{"node-ip": "::1", "advertise-address": "127.0.0.1", "bind-address": "here", "https-listen-port": "0", "write-kubeconfig-mode": "rw", "etcd-snapshot-schedule-cron": "often", "node-name": "A_B"} {
		if _, err := newConfiguration(playable(settings{"node-ip": {"192.0.2.1"}, "node-name": {"n"}, key: {value}})); err == nil {
			t.Errorf("%s: %s was taken", key, value)
		}
	}
}
