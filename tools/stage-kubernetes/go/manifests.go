package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

//go:embed manifests/coredns.yaml
var corednsManifest string

// The image that the stage's registry serves under k3s's name for it.
const corednsImage = "rancher/mirrored-coredns-coredns:1.15.0"

// How often k3s looks at its manifests again.
const manifestInterval = 15 * time.Second

func (c *configuration) coredns() string {
	return formatCoreDNS(c.clusterDomain, c.clusterDNS, c.image(corednsImage), c.nodeAddress+" "+c.nodeName)
}

// formatCoreDNS fills the manifest in; hosts are lines of a hosts file that it serves besides.
func formatCoreDNS(clusterDomain, clusterDNS, image, hosts string) string {
	return strings.NewReplacer("%{CLUSTER_DOMAIN}%", clusterDomain, "%{CLUSTER_DNS}%", clusterDNS, "%{COREDNS_IMAGE}%", image,
		"%{NODE_HOSTS}%", hosts).Replace(corednsManifest)
}

// writeManifests puts what k3s brings along into its folder; what is disabled is taken out, and out of the cluster
// (facts/k3s-rancher.md §1: "delete any deployed").
func writeManifests(c *configuration) error {
	if err := os.MkdirAll(manifestFolder, 0o700); err != nil {
		return err
	}
	file := filepath.Join(manifestFolder, "coredns.yaml")
	if !isDisabled(c.settings, "coredns") {
		return writeFileWhole(file, []byte(c.coredns()), 0o600)
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// manifests keeps what it applied, so that only a changed file is applied again. The Addon objects by which the real
// one remembers are not played, so a file that is gone leaves its objects, as it does there.
type manifests struct {
	folder  string
	kubectl kubectlRunner
	applied map[string][sha256.Size]byte
}

// apply applies each file that is new or changed, and names those that failed.
func (m *manifests) apply(ctx context.Context) error {
	var failures []error
	for _, file := range m.files() {
		content, err := os.ReadFile(file)
		if err != nil {
			failures = append(failures, err)
			continue
		}
		hash := sha256.Sum256(content)
		if m.applied[file] == hash {
			continue
		}
		if err := m.kubectl.run(ctx, "apply", "--server-side", "--force-conflicts", "--field-manager=deploy@k3s", "-f", file); err != nil {
			failures = append(failures, err)
			continue
		}
		m.applied[file] = hash
		logInfo("Applied %s", file)
	}
	return errors.Join(failures...)
}

func (m *manifests) files() []string {
	files := []string{}
	_ = filepath.WalkDir(m.folder, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(file)) {
			return nil
		}
		if _, err := os.Stat(file + ".skip"); err != nil {
			files = append(files, file)
		}
		return nil
	})
	slices.Sort(files)
	return files
}

func (m *manifests) keep(ctx context.Context) {
	for pause(ctx, manifestInterval) {
		if err := m.apply(ctx); err != nil && ctx.Err() == nil {
			logWarning("Failed to apply manifests: %v", err)
		}
	}
}

// kubectlRunner is kubectl as this program's own user of the cluster.
type kubectlRunner struct {
	environment []string
	kubeconfig  string
	home        string // for what it has found out
}

func (k kubectlRunner) run(ctx context.Context, arguments ...string) error {
	command := exec.CommandContext(ctx, "/proc/self/exe", arguments...)
	command.Args[0] = "kubectl"
	command.Env = append(slices.Clone(k.environment), "KUBECONFIG="+k.kubeconfig, "HOME="+k.home)
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("kubectl %s: %w: %s", strings.Join(arguments, " "), err, strings.TrimSpace(string(output)))
	}
	return nil
}

// removeDisabled deletes what an earlier start deployed and this one has disabled.
func (m *manifests) removeDisabled(ctx context.Context, c *configuration) error {
	if !isDisabled(c.settings, "coredns") {
		return nil
	}
	draft := filepath.Join("/run/k3s", "coredns.yaml")
	if err := os.WriteFile(draft, []byte(c.coredns()), 0o600); err != nil {
		return err
	}
	return m.kubectl.run(ctx, "delete", "--ignore-not-found", "--wait=false", "-f", draft)
}
