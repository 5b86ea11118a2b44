// Command kube is every Kubernetes program of the stage in one file. The name it is started under, or else its first
// argument, says which one it is: upstream registers signal handlers and metrics once per process, so one process can
// be only one of them.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlerrors "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// A program gets its arguments with its own name first and returns its exit code.
type program func(arguments []string) int

var programs = map[string]program{
	"etcd":                    func(arguments []string) int { etcdmain.Main(arguments); return 0 },
	"kube-apiserver":          component(apiserver.NewAPIServerCommand),
	"kube-controller-manager": component(controllermanager.NewControllerManagerCommand),
	"kube-scheduler":          component(func() *cobra.Command { return scheduler.NewSchedulerCommand() }),
	"kube-proxy":              component(proxy.NewProxyCommand),
	"kubelet":                 component(func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) }),
	"kubectl":                 runKubectl,
	"k3s":                     runK3s,
	"kapsule":                 runKapsule,
	pluginName:                runPlugin,
	"pki":                     runPki,
}

// As the links that k3s's installer makes call it.
var programsOfDownload = map[string]program{"kubectl": runKubectlOfK3s, "ctr": runCtr}

func main() {
	arguments := slices.Clone(os.Args)
	arguments[0] = filepath.Base(arguments[0])
	run, found := programs[arguments[0]]
	if download, isDownload := programsOfDownload[arguments[0]]; isDownload && carriesPayload() {
		run, found = download, true
	} else if !found && carriesPayload() {
		// The download may have any name.
		run, found = runK3s, true
	}
	if !found && len(arguments) > 1 {
		arguments = arguments[1:]
		run, found = programs[arguments[0]]
	}
	if !found {
		fmt.Fprintf(os.Stderr, "one of these must come first: %s\n", strings.Join(programNames(), ", "))
		os.Exit(2)
	}
	nameProcess(arguments[0])
	os.Args = arguments
	os.Exit(run(arguments))
}

func programNames() []string {
	names := []string{}
	for name := range programs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// component runs an upstream command, which reads os.Args itself.
func component(make func() *cobra.Command) program {
	return func([]string) int { return cli.Run(make()) }
}

// runKubectl prints errors as kubectl does, which is not how the servers do.
func runKubectl([]string) int {
	if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
		kubectlerrors.CheckErr(err)
	}
	return 0
}
