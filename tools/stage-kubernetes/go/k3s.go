package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"k8s.io/component-base/version"
)

// commit can be stamped by the linker (-X main.commit=…); the version is that of the Kubernetes modules.
var commit = "00000000"

func versionText() string { return fmt.Sprintf("%s (%s)", version.Get().GitVersion, commit) }

// runK3s plays the real program's commands that we use; all others are refused by name.
func runK3s(arguments []string) int {
	arguments = arguments[1:]
	command := "--help"
	if len(arguments) > 0 {
		command, arguments = arguments[0], arguments[1:]
	}
	switch command {
	case "--version", "-v":
		fmt.Printf("k3s version %s\ngo version %s\n", versionText(), runtime.Version())
		return 0
	case "server":
		return runServer(arguments)
	case "kubectl":
		return runKubectlOfK3s(append([]string{"kubectl"}, arguments...))
	case "ctr":
		return runCtr(append([]string{"ctr"}, arguments...))
	case "etcd-snapshot":
		return runEtcdSnapshot(arguments)
	case "--help", "-h", "help":
		fmt.Println("k3s as the stage plays it: server, kubectl, ctr, etcd-snapshot, --version")
		return 0
	}
	fmt.Fprintf(os.Stderr, "the stage's k3s does not play %q; it plays server, kubectl, ctr, etcd-snapshot and --version\n", command)
	return 1
}

// runKubectlOfK3s finds the cluster in k3s.yaml when nothing else is said.
func runKubectlOfK3s(arguments []string) int {
	if os.Getenv("KUBECONFIG") == "" && !slices.ContainsFunc(arguments, func(argument string) bool {
		return argument == "--kubeconfig" || strings.HasPrefix(argument, "--kubeconfig=")
	}) {
		if file, err := os.Open(kubeconfigFile); err == nil {
			_ = file.Close()
		} else if os.IsPermission(err) {
			logWarning("Unable to read %s, please start server with --write-kubeconfig-mode or --write-kubeconfig-group to modify kube config permissions", kubeconfigFile)
		}
		if err := os.Setenv("KUBECONFIG", kubeconfigFile); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	os.Args = arguments
	return runKubectl(arguments)
}

// runCtr becomes the payload's ctr, pointed at k3s's containerd and its namespace.
func runCtr(arguments []string) int {
	payload, err := unpackPayload(payloadFolder)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	environment := append(os.Environ(), "CONTAINERD_ADDRESS="+containerdSocket, "CONTAINERD_NAMESPACE=k8s.io", "LD_LIBRARY_PATH="+filepath.Join(payload, "lib"))
	program := filepath.Join(payload, "bin/ctr")
	if err := syscall.Exec(program, arguments, environment); err != nil {
		fmt.Fprintln(os.Stderr, &exec.Error{Name: program, Err: err})
	}
	return 1
}
