package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"k8s.io/apimachinery/pkg/util/validation"
)

// The files that src/kapsule/*.ts describes.

type controlPlaneConfiguration struct {
	Directory    string   `json:"directory"`
	Address      string   `json:"address"`
	Port         int      `json:"port"`
	Names        []string `json:"names"`
	PodCIDR      string   `json:"podCidr"`
	ServiceCIDR  string   `json:"serviceCidr"`
	ServiceDNSIP string   `json:"serviceDnsIp"`
	Version      string   `json:"version"`
}

type keyPair struct {
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
}

type nodeCredentials struct {
	Server         string  `json:"server"`
	ServerName     string  `json:"serverName"`
	Authority      string  `json:"authority"`
	Kubelet        keyPair `json:"kubelet"`
	KubeletServing keyPair `json:"kubeletServing"`
	Proxy          keyPair `json:"proxy"`
	Network        keyPair `json:"network"`
}

type nodeConfiguration struct {
	Credentials      nodeCredentials   `json:"credentials"`
	Name             string            `json:"name"`
	Address          string            `json:"address"`
	ProviderID       string            `json:"providerId"`
	PodCIDR          string            `json:"podCidr"`
	ServiceCIDR      string            `json:"serviceCidr"`
	ServiceDNSIP     string            `json:"serviceDnsIp"`
	RegistryMirror   string            `json:"registryMirror"`
	ResolvConf       string            `json:"resolvConf,omitempty"`
	Labels           map[string]string `json:"labels"`
	Taints           []string          `json:"taints,omitempty"`
	KubeletArguments map[string]string `json:"kubeletArguments"`
}

func readStrictly(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: something follows the configuration", file)
	}
	return nil
}

func (c *controlPlaneConfiguration) check() error {
	problems := []error{checkAddress("address", c.Address), checkNetworks(c.PodCIDR, c.ServiceCIDR, c.ServiceDNSIP)}
	if !filepath.IsAbs(c.Directory) {
		problems = append(problems, fmt.Errorf("directory: %q is not an absolute path", c.Directory))
	}
	if c.Port < 1 || c.Port > 65535 {
		problems = append(problems, fmt.Errorf("port: %d is no port", c.Port))
	}
	if len(c.Names) == 0 || slices.Contains(c.Names, "") {
		problems = append(problems, errors.New("names: at least one name, and none that is empty"))
	}
	if c.Version != kapsuleVersion() {
		problems = append(problems, fmt.Errorf("version: this program is %s, not %q", kapsuleVersion(), c.Version))
	}
	return errors.Join(problems...)
}

func (c *nodeConfiguration) check() error {
	problems := []error{checkAddress("address", c.Address), checkNetworks(c.PodCIDR, c.ServiceCIDR, c.ServiceDNSIP)}
	for _, reason := range validation.IsDNS1123Subdomain(c.Name) {
		problems = append(problems, fmt.Errorf("name %q: %s", c.Name, reason))
	}
	if mirror, err := url.Parse(c.RegistryMirror); err != nil || mirror.Host == "" {
		problems = append(problems, fmt.Errorf("registryMirror: %q is no URL", c.RegistryMirror))
	}
	for key, value := range map[string]string{"providerId": c.ProviderID, "credentials.server": c.Credentials.Server,
		"credentials.serverName": c.Credentials.ServerName, "credentials.authority": c.Credentials.Authority} {
		if value == "" {
			problems = append(problems, fmt.Errorf("%s: is missing", key))
		}
	}
	return errors.Join(problems...)
}

func checkAddress(key, address string) error {
	if parsed, err := netip.ParseAddr(address); err != nil || !parsed.Is4() || parsed.IsUnspecified() {
		return fmt.Errorf("%s: %q is no address of IPv4", key, address)
	}
	return nil
}

func checkNetworks(podCIDR, serviceCIDR, serviceDNS string) error {
	pods, err := netip.ParsePrefix(podCIDR)
	if err != nil || !pods.Addr().Is4() || pods.Bits() > 24 {
		return fmt.Errorf("podCidr: %q is no network of IPv4 that has room for a /24", podCIDR)
	}
	services, err := netip.ParsePrefix(serviceCIDR)
	if err != nil || !services.Addr().Is4() {
		return fmt.Errorf("serviceCidr: %q is no network of IPv4", serviceCIDR)
	}
	if services.Overlaps(pods) {
		return fmt.Errorf("podCidr %s and serviceCidr %s overlap", podCIDR, serviceCIDR)
	}
	if address, err := netip.ParseAddr(serviceDNS); err != nil || !services.Contains(address) {
		return fmt.Errorf("serviceDnsIp: %q is not in %s", serviceDNS, serviceCIDR)
	}
	return nil
}
