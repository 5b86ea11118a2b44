package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	clientcmd "k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Where a Kapsule node keeps what. Assumption: the places of the programs' own defaults.
const (
	kapsuleFolder        = "/var/lib/kapsule"
	kapsulePayloadFolder = kapsuleFolder + "/payload"
	kubernetesFolder     = "/etc/kubernetes"
)

var kapsuleRuntime = runtimeFolders{configuration: "/etc/containerd/config.toml", certs: "/etc/containerd/certs.d", root: "/var/lib/containerd",
	state: "/run/containerd", log: "/var/log/containerd.log", cni: "/etc/cni/net.d"}

// runNode is a node of a Kapsule cluster, until it is told to stop or a part fails.
func runNode(ctx context.Context, arguments []string) error {
	file, err := configurationFlag("node", arguments)
	if err != nil {
		return err
	}
	c := &nodeConfiguration{}
	if err := readStrictly(file, c); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if os.Geteuid() != 0 {
		return errors.New("must run as root")
	}
	if err := checkMemoryCgroup(); err != nil {
		return err
	}
	payload, err := unpackPayload(kapsulePayloadFolder)
	if err != nil {
		return err
	}
	all := newChildren(childEnvironment(os.Environ(), payload, false))
	defer all.stopAll()
	if err := c.start(ctx, all, payload); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	if _, err := daemon.SdNotify(false, daemon.SdNotifyReady); err != nil {
		return err
	}
	logInfo("Node %s is ready", c.Name)
	select {
	case <-ctx.Done():
		_, _ = daemon.SdNotify(false, daemon.SdNotifyStopping)
		if isMachineStopping() {
			all.stopAll()
			endPods(kapsulePayloadFolder, 2*time.Second)
		}
		return nil
	case <-all.failed:
		return all.cause
	}
}

func (c *nodeConfiguration) start(ctx context.Context, all *children, payload string) error {
	if err := c.writeFiles(); err != nil {
		return err
	}
	if err := c.prepareNetwork(all.environment); err != nil {
		return err
	}
	removeEmptyPodGroups()
	mirrors := registries{Mirrors: map[string]registryMirror{"*": {Endpoints: []string{c.RegistryMirror}}}}
	if err := startContainerd(ctx, all, kapsuleRuntime, payload, "docker.io/rancher/mirrored-pause:3.6", mirrors); err != nil {
		return err
	}
	for name, flags := range map[string][]string{"kubelet": c.kubeletArguments(), "kube-proxy": proxyFlags(kubernetesFile("kube-proxy.kubeconfig"), c.Name, c.PodCIDR).with(nil)} {
		if _, err := all.run(name, flags, childOptions{}); err != nil {
			return err
		}
	}
	client, err := newKubernetesClient(kubernetesFile("network.kubeconfig"))
	if err != nil {
		return err
	}
	// A node may wait long for its control plane; the service manager says how long.
	podCIDR := ""
	err = all.waitUntil(ctx, "the registration of node "+c.Name, time.Hour, func(attempt context.Context) (err error) {
		podCIDR, err = podNetworkOf(attempt, client, c.Name)
		return err
	})
	if err != nil {
		return err
	}
	if err := c.connectPods(ctx, all, payload, client, podCIDR); err != nil {
		return err
	}
	return all.waitUntil(ctx, "node "+c.Name+" to be ready", time.Hour, func(attempt context.Context) error { return isNodeReady(attempt, client, c.Name) })
}

func kubernetesFile(name string) string { return filepath.Join(kubernetesFolder, name) }

// writeFiles writes what the programs of the node read.
func (c *nodeConfiguration) writeFiles() error {
	if err := errors.Join(os.MkdirAll(kubernetesFile("pki"), 0o700), os.MkdirAll(kapsuleFolder, 0o755)); err != nil {
		return err
	}
	resolvConf, err := chooseResolvConf(c.ResolvConf, kapsuleFolder)
	if err != nil {
		return err
	}
	kubelet, err := kubeletSettings{address: "0.0.0.0", containerdSocket: kapsuleRuntime.socket(), clientAuthority: kubernetesFile("pki/ca.crt"),
		certificate: kubernetesFile("pki/kubelet.crt"), key: kubernetesFile("pki/kubelet.key"),
		clusterDNS: c.ServiceDNSIP, clusterDomain: kapsuleDomain, resolvConf: resolvConf}.configuration()
	if err != nil {
		return err
	}
	files := map[string][]byte{"kubelet.json": kubelet, "pki/ca.crt": []byte(c.Credentials.Authority),
		"pki/kubelet.crt": []byte(c.Credentials.KubeletServing.Certificate), "pki/kubelet.key": []byte(c.Credentials.KubeletServing.Key)}
	for name, pair := range map[string]keyPair{"kubelet": c.Credentials.Kubelet, "kube-proxy": c.Credentials.Proxy, "network": c.Credentials.Network} {
		if files[name+".kubeconfig"], err = clientcmd.Write(*c.kubeconfig(pair)); err != nil {
			return err
		}
	}
	for name, content := range files {
		if err := writeFileWhole(kubernetesFile(name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// kubeconfig reaches the API by its address and checks its name: a node needs no name server to find it.
func (c *nodeConfiguration) kubeconfig(pair keyPair) *clientcmdapi.Config {
	config := clientcmdapi.NewConfig()
	config.Clusters["default"] = &clientcmdapi.Cluster{Server: c.Credentials.Server, TLSServerName: c.Credentials.ServerName,
		CertificateAuthorityData: []byte(c.Credentials.Authority)}
	config.AuthInfos["default"] = &clientcmdapi.AuthInfo{ClientCertificateData: []byte(pair.Certificate), ClientKeyData: []byte(pair.Key)}
	config.Contexts["default"] = &clientcmdapi.Context{Cluster: "default", AuthInfo: "default"}
	config.CurrentContext = "default"
	return config
}

func (c *nodeConfiguration) kubeletArguments() []string {
	labels := []string{}
	for key, value := range c.Labels {
		labels = append(labels, key+"="+value)
	}
	slices.Sort(labels)
	flags := flagSet{"config": kubernetesFile("kubelet.json"), "kubeconfig": kubernetesFile("kubelet.kubeconfig"), "root-dir": kubeletFolder,
		"hostname-override": c.Name, "node-ip": c.Address, "node-labels": strings.Join(labels, ","), "provider-id": c.ProviderID}
	if len(c.Taints) > 0 {
		flags["register-with-taints"] = strings.Join(c.Taints, ",")
	}
	given := []string{}
	for name, value := range c.KubeletArguments {
		given = append(given, name+"="+value)
	}
	slices.Sort(given)
	return flags.with(given)
}

// The name begins as kube-proxy's chains do.
const masqueradeChain = "KUBE-STAGE-MASQUERADE"

// prepareNetwork makes what needs no other node: pods reach what is outside the cluster under the node's address, and
// nothing inside is hidden behind it.
func (c *nodeConfiguration) prepareNetwork(environment []string) error {
	if _, err := os.Stat("/proc/sys/net/bridge/bridge-nf-call-iptables"); err != nil {
		return fmt.Errorf("NetworkPolicies and Services would have no effect between pods of this node; load the kernel's module br_netfilter on the host: %w", err)
	}
	outside := []string{"-d " + c.PodCIDR + " -j RETURN", "-d " + c.ServiceCIDR + " -j RETURN", "-d 224.0.0.0/4 -j RETURN", "-j MASQUERADE"}
	// What pods say to each other in IPv6 is judged too.
	ipv6 := os.WriteFile("/proc/sys/net/bridge/bridge-nf-call-ip6tables", []byte("1"), 0o644)
	return errors.Join(writeNetworkSettings(), ipv6, rejectUndelivered(environment, c.ServiceCIDR),
		ensureChain(environment, "nat", masqueradeChain, outside, map[string]string{"POSTROUTING": "-s " + c.PodCIDR}))
}

// connectPods lets containerd give addresses to pods, once other nodes' pods are reached and policies hold.
func (c *nodeConfiguration) connectPods(ctx context.Context, all *children, payload string, client *kubernetes.Clientset, podCIDR string) error {
	overlay, err := newOverlay(c.Address, podCIDR)
	if err != nil {
		return err
	}
	dynamicClient, err := newDynamicClient(kubernetesFile("network.kubeconfig"))
	if err != nil {
		return err
	}
	keeper := &networkKeeper{node: c.Name, overlay: overlay, client: client, environment: all.environment, assigned: map[string]netip.Addr{}, told: map[string]bool{}}
	if err := keeper.start(ctx, dynamicClient); err != nil {
		return err
	}
	if err := offerPlugin(ctx, payload, keeper); err != nil {
		return err
	}
	plugin := []any{map[string]any{"type": pluginName}}
	return podNetwork{subnet: podCIDR, mtu: overlay.mtu, more: plugin}.write(filepath.Join(kapsuleRuntime.cni, "10-kapsule.conflist"))
}

func podNetworkOf(ctx context.Context, client *kubernetes.Clientset, name string) (string, error) {
	node, err := client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
	if err == nil && node.Spec.PodCIDR == "" {
		err = errNoPodCIDR
	}
	if err != nil {
		return "", err
	}
	return node.Spec.PodCIDR, nil
}

func isNodeReady(ctx context.Context, client *kubernetes.Clientset, name string) error {
	node, err := client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
			return nil
		} else if condition.Type == corev1.NodeReady {
			return errors.New(condition.Message)
		}
	}
	return errors.New("it has not said so")
}
