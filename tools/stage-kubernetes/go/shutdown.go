package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// isMachineStopping asks the service manager: a stop of k3s leaves pods running, that of the machine must not.
func isMachineStopping() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	// It fails in every state but "running", and prints it all the same.
	state, _ := exec.CommandContext(ctx, "systemctl", "is-system-running").Output()
	return string(bytes.TrimSpace(state)) == "stopping"
}

// endPods ends what runs in pods, and then the shims. The shims do not hear the signal by which a machine's last
// processes are asked to end: without this, as with the real k3s, each shutdown takes systemd's whole patience of 90 s
// (facts/stage.md §2.6).
func endPods(payloadFolder string, patience time.Duration) {
	for _, process := range podProcesses() {
		_ = syscall.Kill(process, syscall.SIGTERM)
	}
	for end := time.Now().Add(patience); len(podProcesses()) > 0 && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	for _, process := range append(podProcesses(), shims(payloadFolder)...) {
		_ = syscall.Kill(process, syscall.SIGKILL)
	}
}

func podProcesses() []int {
	var found []int
	for _, root := range []string{"/sys/fs/cgroup/pids/kubepods", "/sys/fs/cgroup/kubepods"} {
		_ = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.Name() != "cgroup.procs" {
				return nil
			}
			text, _ := os.ReadFile(file)
			for _, line := range strings.Fields(string(text)) {
				if number, err := strconv.Atoi(line); err == nil && number > 1 {
					found = append(found, number)
				}
			}
			return nil
		})
	}
	return found
}

func shims(payloadFolder string) []int {
	var found []int
	programs, _ := filepath.Glob("/proc/[0-9]*/exe")
	for _, link := range programs {
		if target, err := os.Readlink(link); err == nil && strings.HasPrefix(target, payloadFolder) && strings.Contains(target, "/containerd-shim") {
			if number, err := strconv.Atoi(filepath.Base(filepath.Dir(link))); err == nil {
				found = append(found, number)
			}
		}
	}
	return found
}
