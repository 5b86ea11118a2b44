package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"k8s.io/client-go/kubernetes"
)

// runServer is `k3s server`: everything of a one-node cluster, until it is told to stop or a part fails.
func runServer(arguments []string) int {
	if err := server(arguments); err != nil {
		logFatal(err)
		return 1
	}
	return 0
}

func server(arguments []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	quietClients()
	wanted, err := readSettings(configFile, configFolder)
	if err != nil {
		return err
	}
	if err := errors.Join(wanted.addEnvironment(os.Environ()), wanted.addFlags(arguments)); err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return errors.New("must run as root")
	}
	if err := checkMemoryCgroup(); err != nil {
		return err
	}
	c, err := newConfiguration(wanted)
	if err != nil {
		return err
	}
	listeners, err := listenForAPI(c.bindAddress, c.port)
	if err != nil {
		return err
	}
	payload, err := verifyPayload(payloadFolder)
	if err != nil {
		return err
	}
	all := newChildren(childEnvironment(os.Environ(), payload, c.isOn("prefer-bundled-bin")))
	defer all.stopAll()
	if c.isOn("cluster-reset") {
		return resetCluster(ctx, c, all)
	}
	logInfo("Starting k3s %s", versionText())
	for key, part := range map[string]string{"disable-network-policy": "the network policy controller: NetworkPolicies have no effect",
		"disable-helm-controller": "the Helm controller: HelmCharts have no effect", "disable-cloud-controller": "the cloud controller: the node gets no external address"} {
		if !c.isOn(key) {
			logWarning("The stage's k3s does not play %s (%s says the same on the real one)", part, key)
		}
	}
	if err := startServer(ctx, c, all, payload, listeners); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	select {
	case <-ctx.Done():
		logInfo("Stopping")
		_, _ = daemon.SdNotify(false, daemon.SdNotifyStopping)
		if isMachineStopping() {
			all.stopAll()
			endPods(payloadFolder, 2*time.Second)
		}
		return nil
	case <-all.failed:
		return all.cause
	}
}

func startServer(ctx context.Context, c *configuration, all *children, payload string, listeners []net.Listener) error {
	secret, err := prepareFiles(c)
	if err != nil {
		return err
	}
	runtime := make(chan error, 1)
	go func() { runtime <- startRuntime(ctx, c, all, payload) }()
	datastore, err := startEtcd(ctx, c, all)
	if err != nil {
		return err
	}
	if err := reconcileBootstrap(ctx, datastore, secret, serverFolder); err != nil {
		return err
	}
	if err := os.Remove(resetFlagFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	client, err := startControlPlane(ctx, c, all, listeners)
	if err != nil {
		return err
	}
	deployed := &manifests{manifestFolder, kubectlRunner{all.environment, credFile("supervisor.kubeconfig"), "/run/k3s"}, map[string][32]byte{}}
	firstTime := make(chan error, 1)
	go func() {
		limited, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		firstTime <- errors.Join(deployed.removeDisabled(limited, c), deployed.apply(limited))
	}()
	if err := <-runtime; err != nil {
		return err
	}
	if err := startNode(ctx, c, all, client); err != nil {
		return err
	}
	if err := <-firstTime; err != nil {
		logWarning("Failed to apply manifests: %v", err)
	}
	go deployed.keep(ctx)
	go keepSnapshots(ctx, c, datastore)
	logInfo("k3s is up and running")
	_, err = daemon.SdNotify(false, daemon.SdNotifyReady)
	return err
}

// startRuntime makes ready what the kubelet needs, while etcd and the API server start.
func startRuntime(ctx context.Context, c *configuration, all *children, payload string) error {
	if _, err := unpackPayload(payloadFolder); err != nil {
		return err
	}
	if err := errors.Join(writeNetworkSettings(), rejectUndelivered(all.environment, c.serviceCIDR)); err != nil {
		return err
	}
	if c.flannelBackend == "vxlan" {
		if err := ensureVXLAN(c.nodeAddress); err != nil {
			logWarning("flannel.1, which would open UDP 8472, could not be made: %v", err)
		}
	}
	if err := startContainerdOfK3s(ctx, c, all, payload); err != nil {
		return err
	}
	return importImages(ctx, all.environment)
}

// prepareFiles brings the certificates, kubeconfigs and the token to what the configuration and the datastore want.
func prepareFiles(c *configuration) (string, error) {
	if err := os.MkdirAll(credFolder, 0o700); err != nil {
		return "", err
	}
	secret, err := chooseSecret(c.text("token"), tokenFile, hasDatastore())
	if err != nil {
		return "", err
	}
	if hasDatastore() {
		stored, err := readBootstrapFromFile(etcdDatabase, secret)
		if err != nil {
			return "", err
		}
		if err := restoreBootstrapFiles(stored, serverFolder, false); err != nil {
			return "", err
		}
	}
	if err := ensureAuthorities(tlsFolder, "k3s", authorityNames); err != nil {
		return "", err
	}
	if err := ensureLeaves(tlsFolder, c.leaves(), time.Now()); err != nil {
		return "", err
	}
	authority, err := os.ReadFile(tlsFile("server-ca.crt"))
	if err != nil {
		return "", err
	}
	if err := writeToken(tokenFile, formatToken(secret, authority)); err != nil {
		return "", err
	}
	if err := replaceLink(filepath.Join(serverFolder, "node-token"), tokenFile); err != nil {
		return "", err
	}
	if c.isOn("secrets-encryption") {
		if err := ensureEncryptionConfiguration(credFile("encryption-config.json")); err != nil {
			return "", err
		}
	}
	return secret, errors.Join(writeKubeconfigs(c), writeManifests(c), writeKubeletConfiguration(c))
}

func startControlPlane(ctx context.Context, c *configuration, all *children, listeners []net.Listener) (*kubernetes.Clientset, error) {
	if _, err := all.run("kube-apiserver", c.apiserverArguments(), childOptions{}); err != nil {
		return nil, err
	}
	for _, listener := range listeners {
		go forwardTo(listener, "127.0.0.1:6444")
	}
	client, err := newKubernetesClient(credFile("supervisor.kubeconfig"))
	if err != nil {
		return nil, err
	}
	if err := all.waitUntil(ctx, "kube-apiserver", 2*time.Minute, func(attempt context.Context) error { return isReady(attempt, client) }); err != nil {
		return nil, err
	}
	if err := writeAdminKubeconfig(c); err != nil {
		return nil, err
	}
	logInfo("Wrote kubeconfig %s", kubeconfigFile)
	for name, flags := range map[string][]string{"kube-controller-manager": c.controllerManagerArguments(), "kube-scheduler": c.schedulerArguments()} {
		if _, err := all.run(name, flags, childOptions{}); err != nil {
			return nil, err
		}
	}
	return client, all.waitUntil(ctx, "the endpoint of the Service kubernetes", time.Minute, func(attempt context.Context) error {
		return publishAPI(attempt, client, c.advertiseAddress, int32(c.port))
	})
}

func startNode(ctx context.Context, c *configuration, all *children, client *kubernetes.Clientset) error {
	for name, flags := range map[string][]string{"kubelet": c.kubeletArguments(), "kube-proxy": c.proxyArguments()} {
		if _, err := all.run(name, flags, childOptions{}); err != nil {
			return err
		}
	}
	podCIDR := ""
	err := all.waitUntil(ctx, "the registration of node "+c.nodeName, 2*time.Minute, func(attempt context.Context) (err error) {
		podCIDR, err = settleNode(attempt, client, c.nodeName)
		return err
	})
	if err != nil || c.flannelBackend == "none" {
		return err
	}
	// Under the name that the real one's has, which is flannel's.
	return podNetwork{subnet: podCIDR, masquerade: true}.write(filepath.Join(cniConfFolder, "10-flannel.conflist"))
}
