package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"
)

// runtimeFolders is where a node's containerd keeps what.
type runtimeFolders struct {
	configuration string // the file
	certs         string
	root          string
	state         string
	log           string // the file
	cni           string
}

func (f runtimeFolders) socket() string { return f.state + "/containerd.sock" }

// containerdConfiguration is for Debian's containerd 1.6. No AppArmor and no lowering of OOM scores: a machine that is
// a container has neither (facts/stage.md §2.5).
func containerdConfiguration(f runtimeFolders, payload, sandboxImage, auth string) string {
	return fmt.Sprintf(`# Written at each start.
version = 2
root = %q
state = %q

[grpc]
  address = %q

[plugins."io.containerd.internal.v1.opt"]
  path = %q

[plugins."io.containerd.grpc.v1.cri"]
  stream_server_address = "127.0.0.1"
  stream_server_port = "10010"
  sandbox_image = %q
  disable_apparmor = true
  restrict_oom_score_adj = true

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = %q
  conf_dir = %q

[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = %q

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  BinaryName = %q
  SystemdCgroup = false
%s`, f.root, f.state, f.socket(), f.root+"/opt", sandboxImage, payload+"/bin", f.cni, f.certs, payload+"/bin/runc", auth)
}

func startContainerdOfK3s(ctx context.Context, c *configuration, all *children, payload string) error {
	mirrors, err := readRegistries(registriesFile)
	if err != nil {
		return err
	}
	return startContainerd(ctx, all, k3sRuntime, payload, c.sandboxImage(), mirrors)
}

// startContainerd writes its configuration and waits until its socket answers. Shims that outlived the last one are
// taken up again by it.
func startContainerd(ctx context.Context, all *children, f runtimeFolders, payload, sandboxImage string, mirrors registries) error {
	if err := writeHostsFiles(f.certs, mirrors.hostsFiles()); err != nil {
		return err
	}
	for _, folder := range []string{filepath.Dir(f.configuration), f.root, f.state, f.cni} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	text := containerdConfiguration(f, payload, sandboxImage, mirrors.authConfiguration())
	if err := writeFileWhole(f.configuration, []byte(text), 0o600); err != nil {
		return err
	}
	log, err := os.OpenFile(f.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	logInfo("Logging containerd to %s", f.log)
	// A socket file without its containerd would look as if it listened.
	_ = os.Remove(f.socket())
	if _, err := all.run("containerd", []string{"-c", f.configuration}, childOptions{program: payload + "/bin/containerd", log: log}); err != nil {
		return err
	}
	return all.waitUntil(ctx, "containerd", time.Minute, func(context.Context) error {
		connection, err := net.Dial("unix", f.socket())
		if err != nil {
			return err
		}
		return connection.Close()
	})
}

// image puts the system's default registry before an image of k3s's own.
func (c *configuration) image(name string) string {
	if registry := c.text("system-default-registry"); registry != "" {
		return registry + "/" + name
	}
	return "docker.io/" + name
}

func (c *configuration) sandboxImage() string {
	return orDefault(c.text("pause-image"), c.image("rancher/mirrored-pause:3.6"))
}
