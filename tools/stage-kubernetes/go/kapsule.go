package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"k8s.io/component-base/version"
)

// runKapsule plays what Scaleway runs of a Kapsule cluster: the control plane, which no user sees, and the nodes.
func runKapsule(arguments []string) int {
	commands := map[string]func(context.Context, []string) error{
		"control-plane":    runControlPlane,
		"node-credentials": func(_ context.Context, arguments []string) error { return runNodeCredentials(arguments) },
		"node":             runNode,
	}
	command := ""
	if len(arguments) > 1 {
		command = arguments[1]
	}
	if command == "--version" {
		fmt.Printf("kapsule %s\n", kapsuleVersion())
		return 0
	}
	if command == "kubectl" {
		os.Args = arguments[1:]
		return runKubectl(os.Args)
	}
	run, found := commands[command]
	if !found {
		fmt.Fprintf(os.Stderr, "kapsule: %q is none of control-plane, node-credentials, node, kubectl and --version\n", command)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	quietClients()
	if err := run(ctx, arguments[2:]); err != nil {
		logFatal(err)
		return 1
	}
	return 0
}

// kapsuleVersion is as Scaleway writes it.
func kapsuleVersion() string { return strings.TrimPrefix(version.Get().GitVersion, "v") }

// configurationFlag is the one argument of the commands that stay.
func configurationFlag(command string, arguments []string) (string, error) {
	flags := flag.NewFlagSet("kapsule "+command, flag.ContinueOnError)
	file := flags.String("configuration", "", "the JSON file that says what to be")
	if err := flags.Parse(arguments); err != nil {
		return "", err
	}
	if *file == "" || flags.NArg() > 0 {
		return "", fmt.Errorf("kapsule %s takes --configuration=FILE and nothing else", command)
	}
	return *file, nil
}
