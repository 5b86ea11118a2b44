package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

// registries is registries.yaml (facts/k3s-rancher.md §1 "Air-gap", registry route).
type registries struct {
	Mirrors map[string]registryMirror        `json:"mirrors"`
	Configs map[string]registryConfiguration `json:"configs"`
}

type registryMirror struct {
	Endpoints []string `json:"endpoint"`
}

type registryConfiguration struct {
	Auth *registryAuth `json:"auth"`
	TLS  *registryTLS  `json:"tls"`
}

type registryAuth struct {
	Username      string `json:"username"`
	Password      string `json:"password"`
	Auth          string `json:"auth"`
	IdentityToken string `json:"identity_token"`
}

type registryTLS struct {
	CAFile             string `json:"ca_file"`
	CertFile           string `json:"cert_file"`
	KeyFile            string `json:"key_file"`
	InsecureSkipVerify bool   `json:"insecure_skip_verify"`
}

func readRegistries(file string) (registries, error) {
	var all registries
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return all, nil
	}
	if err != nil {
		return all, err
	}
	if err := yaml.UnmarshalStrict(text, &all); err != nil {
		return all, fmt.Errorf("%s: %w", file, err)
	}
	for name, mirror := range all.Mirrors {
		for _, endpoint := range mirror.Endpoints {
			if parsed, err := url.Parse(endpoint); err != nil || parsed.Host == "" {
				return all, fmt.Errorf("%s: mirror %q: the endpoint %q is no URL", file, name, endpoint)
			}
		}
	}
	return all, nil
}

// hostsFiles are containerd's hosts.toml by folder. `server` is a mirror too: what the stage's registry does not have
// fails at once; the real one's way on to the internet would hang here and hold up other pulls (facts/stage.md §2.7).
func (r registries) hostsFiles() map[string]string {
	files := map[string]string{}
	for name, mirror := range r.Mirrors {
		if len(mirror.Endpoints) == 0 {
			continue
		}
		folder := name
		if name == "*" {
			folder = "_default"
		}
		var text strings.Builder
		fmt.Fprintf(&text, "server = %q\n", endpointURL(mirror.Endpoints[len(mirror.Endpoints)-1]))
		for _, endpoint := range mirror.Endpoints {
			r.writeHost(&text, endpoint)
		}
		files[folder] = text.String()
	}
	return files
}

func (r registries) writeHost(text *strings.Builder, endpoint string) {
	address := endpointURL(endpoint)
	fmt.Fprintf(text, "\n[host.%q]\n  capabilities = [\"pull\", \"resolve\"]\n", address)
	if parsed, err := url.Parse(address); err == nil && parsed.Path != "" && parsed.Path != "/" {
		text.WriteString("  override_path = true\n")
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return
	}
	tls := r.Configs[parsed.Host].TLS
	if tls == nil {
		return
	}
	if tls.CAFile != "" {
		fmt.Fprintf(text, "  ca = [%q]\n", tls.CAFile)
	}
	if tls.CertFile != "" {
		fmt.Fprintf(text, "  client = [[%q, %q]]\n", tls.CertFile, tls.KeyFile)
	}
	if tls.InsecureSkipVerify {
		text.WriteString("  skip_verify = true\n")
	}
}

func endpointURL(endpoint string) string { return strings.TrimSuffix(endpoint, "/") }

// authConfiguration is the part of containerd's configuration that has no place in hosts.toml.
func (r registries) authConfiguration() string {
	var text strings.Builder
	hosts := make([]string, 0, len(r.Configs))
	for host := range r.Configs {
		hosts = append(hosts, host)
	}
	sort.Strings(hosts)
	for _, host := range hosts {
		auth := r.Configs[host].Auth
		if auth == nil {
			continue
		}
		fmt.Fprintf(&text, "\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.%q.auth]\n", host)
		for _, field := range [][2]string{{"username", auth.Username}, {"password", auth.Password}, {"auth", auth.Auth}, {"identitytoken", auth.IdentityToken}} {
			if field[1] != "" {
				fmt.Fprintf(&text, "  %s = %q\n", field[0], field[1])
			}
		}
	}
	return text.String()
}

func writeHostsFiles(folder string, files map[string]string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name, "hosts.toml"), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
