package main

// Where k3s keeps what (facts/k3s-rancher.md §1, "Paths").
const (
	configFile     = "/etc/rancher/k3s/config.yaml"
	configFolder   = "/etc/rancher/k3s/config.yaml.d"
	registriesFile = "/etc/rancher/k3s/registries.yaml"
	kubeconfigFile = "/etc/rancher/k3s/k3s.yaml"

	dataFolder     = "/var/lib/rancher/k3s"
	payloadFolder  = dataFolder + "/data"
	serverFolder   = dataFolder + "/server"
	agentFolder    = dataFolder + "/agent"
	tlsFolder      = serverFolder + "/tls"
	credFolder     = serverFolder + "/cred"
	manifestFolder = serverFolder + "/manifests"
	tokenFile      = serverFolder + "/token"

	etcdFolder     = serverFolder + "/db/etcd"
	snapshotFolder = serverFolder + "/db/snapshots"
	resetFlagFile  = serverFolder + "/db/reset-flag"

	cniConfFolder         = agentFolder + "/etc/cni/net.d"
	containerdConfigFile  = agentFolder + "/etc/containerd/config.toml"
	containerdCertsFolder = agentFolder + "/etc/containerd/certs.d"
	containerdRoot        = agentFolder + "/containerd"
	containerdLogFile     = containerdRoot + "/containerd.log"
	containerdState       = "/run/k3s/containerd"
	containerdSocket      = containerdState + "/containerd.sock"
	imageFolder           = agentFolder + "/images"
	kubeletConfigFile     = agentFolder + "/etc/kubelet.conf.d/00-k3s-defaults.conf"
	kubeletFolder         = "/var/lib/kubelet"
)

var k3sRuntime = runtimeFolders{configuration: containerdConfigFile, certs: containerdCertsFolder, root: containerdRoot, state: containerdState,
	log: containerdLogFile, cni: cniConfFolder}
