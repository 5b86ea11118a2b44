package main

import (
	"path/filepath"
	"slices"
	"strings"
)

// flagSet is one program's flags by name. What the user gives in <program>-arg replaces ours, or adds to it where a
// flag may stand several times and we set none.
type flagSet map[string]string

func (f flagSet) with(userArguments []string) []string {
	merged := flagSet{}
	for name, value := range f {
		merged[name] = value
	}
	given := []string{}
	for _, argument := range userArguments {
		name, _, _ := strings.Cut(strings.TrimPrefix(argument, "--"), "=")
		delete(merged, name)
		given = append(given, "--"+strings.TrimPrefix(argument, "--"))
	}
	all := []string{}
	for name, value := range merged {
		all = append(all, "--"+name+"="+value)
	}
	slices.Sort(all)
	return append(all, given...)
}

func tlsFile(name string) string  { return filepath.Join(tlsFolder, name) }
func credFile(name string) string { return filepath.Join(credFolder, name) }

func (c *configuration) etcdURLs(port string) string {
	urls := []string{"https://127.0.0.1:" + port}
	// With cluster-init the real one also listens where other servers would join.
	if c.nodeAddress != "127.0.0.1" {
		urls = append(urls, "https://"+c.nodeAddress+":"+port)
	}
	return strings.Join(urls, ",")
}

func (c *configuration) etcdArguments(name string) []string {
	metrics := "http://127.0.0.1:2381"
	if c.isOn("etcd-expose-metrics") {
		metrics += ",http://" + c.nodeAddress + ":2381"
	}
	return flagSet{
		"name": name, "data-dir": etcdFolder, "log-level": "error", "logger": "zap", "quota-backend-bytes": "1073741824",
		"listen-client-urls": c.etcdURLs("2379"), "advertise-client-urls": "https://" + c.nodeAddress + ":2379",
		"listen-peer-urls": c.etcdURLs("2380"), "initial-advertise-peer-urls": "https://" + c.nodeAddress + ":2380",
		"initial-cluster": name + "=https://" + c.nodeAddress + ":2380", "listen-metrics-urls": metrics,
		"cert-file": tlsFile("etcd/server-client.crt"), "key-file": tlsFile("etcd/server-client.key"),
		"trusted-ca-file": tlsFile("etcd/server-ca.crt"), "client-cert-auth": "true",
		"peer-cert-file": tlsFile("etcd/peer-server-client.crt"), "peer-key-file": tlsFile("etcd/peer-server-client.key"),
		"peer-trusted-ca-file": tlsFile("etcd/peer-ca.crt"), "peer-client-cert-auth": "true",
		// The stage's alone: its machines' power is cut, its host's is not (facts/stage.md §2.6).
		"unsafe-no-fsync": "true",
	}.with(c.list("etcd-arg"))
}

func (c *configuration) apiserverArguments() []string {
	flags := flagSet{
		"etcd-servers": "https://127.0.0.1:2379", "etcd-cafile": tlsFile("etcd/server-ca.crt"),
		"etcd-certfile": tlsFile("etcd/client.crt"), "etcd-keyfile": tlsFile("etcd/client.key"),
		// Always on 6444 of loopback; 6443 leads there (facts/k3s-rancher.md §1 "Loopback: the trap"). Upstream would
		// publish 6444 as the endpoint of the Service `kubernetes`, so k3s publishes it.
		"bind-address": "127.0.0.1", "secure-port": "6444", "advertise-address": c.advertiseAddress, "endpoint-reconciler-type": "none",
		"tls-cert-file": tlsFile("serving-kube-apiserver.crt"), "tls-private-key-file": tlsFile("serving-kube-apiserver.key"),
		"client-ca-file": tlsFile("client-ca.crt"), "anonymous-auth": "false", "allow-privileged": "true",
		"authorization-mode": "Node,RBAC", "enable-admission-plugins": "NodeRestriction", "profiling": "false",
		"kubelet-certificate-authority": tlsFile("server-ca.crt"), "kubelet-preferred-address-types": "InternalIP,ExternalIP,Hostname",
		"kubelet-client-certificate": tlsFile("client-kube-apiserver.crt"), "kubelet-client-key": tlsFile("client-kube-apiserver.key"),
		"requestheader-client-ca-file": tlsFile("request-header-ca.crt"), "requestheader-allowed-names": "system:auth-proxy",
		"requestheader-extra-headers-prefix": "X-Remote-Extra-", "requestheader-group-headers": "X-Remote-Group", "requestheader-username-headers": "X-Remote-User",
		"proxy-client-cert-file": tlsFile("client-auth-proxy.crt"), "proxy-client-key-file": tlsFile("client-auth-proxy.key"),
		"service-account-issuer":   "https://kubernetes.default.svc." + c.clusterDomain,
		"api-audiences":            "https://kubernetes.default.svc." + c.clusterDomain + ",k3s",
		"service-account-key-file": tlsFile("service.key"), "service-account-signing-key-file": tlsFile("service.key"),
		"service-cluster-ip-range": c.serviceCIDR, "service-node-port-range": orDefault(c.text("service-node-port-range"), "30000-32767"),
	}
	if c.isOn("secrets-encryption") {
		flags["encryption-provider-config"] = credFile("encryption-config.json")
	}
	return flags.with(c.list("kube-apiserver-arg"))
}

func (c *configuration) controllerManagerArguments() []string {
	kubeconfig := credFile("controller.kubeconfig")
	return flagSet{
		"kubeconfig": kubeconfig, "authentication-kubeconfig": kubeconfig, "authorization-kubeconfig": kubeconfig,
		"root-ca-file": tlsFile("server-ca.crt"), "service-account-private-key-file": tlsFile("service.key"), "use-service-account-credentials": "true",
		"cluster-signing-kube-apiserver-client-cert-file": tlsFile("client-ca.crt"), "cluster-signing-kube-apiserver-client-key-file": tlsFile("client-ca.key"),
		"cluster-signing-kubelet-client-cert-file": tlsFile("client-ca.crt"), "cluster-signing-kubelet-client-key-file": tlsFile("client-ca.key"),
		"cluster-signing-kubelet-serving-cert-file": tlsFile("server-ca.crt"), "cluster-signing-kubelet-serving-key-file": tlsFile("server-ca.key"),
		"cluster-signing-legacy-unknown-cert-file": tlsFile("server-ca.crt"), "cluster-signing-legacy-unknown-key-file": tlsFile("server-ca.key"),
		"allocate-node-cidrs": "true", "cluster-cidr": c.clusterCIDR, "service-cluster-ip-range": c.serviceCIDR,
		"controllers": "*,tokencleaner", "bind-address": "127.0.0.1", "secure-port": "10257", "profiling": "false",
		// One server: nobody to elect. The request limits would cost five seconds of each start (facts/stage.md §2.6).
		"leader-elect": "false", "kube-api-qps": "500", "kube-api-burst": "1000",
	}.with(c.list("kube-controller-manager-arg"))
}

func (c *configuration) schedulerArguments() []string {
	kubeconfig := credFile("scheduler.kubeconfig")
	return flagSet{
		"kubeconfig": kubeconfig, "authentication-kubeconfig": kubeconfig, "authorization-kubeconfig": kubeconfig,
		"bind-address": "127.0.0.1", "secure-port": "10259", "profiling": "false", "leader-elect": "false",
	}.with(c.list("kube-scheduler-arg"))
}

func (c *configuration) kubeletArguments() []string {
	labels := append([]string{"node.kubernetes.io/instance-type=k3s"}, c.list("node-label")...)
	flags := flagSet{
		"config": kubeletConfigFile, "kubeconfig": filepath.Join(agentFolder, "kubelet.kubeconfig"), "root-dir": kubeletFolder,
		"hostname-override": c.nodeName, "node-ip": c.nodeAddress, "node-labels": strings.Join(labels, ","),
	}
	if taints := c.list("node-taint"); len(taints) > 0 {
		flags["register-with-taints"] = strings.Join(taints, ",")
	}
	return flags.with(c.list("kubelet-arg"))
}

func (c *configuration) proxyArguments() []string {
	return proxyFlags(filepath.Join(agentFolder, "kubeproxy.kubeconfig"), c.nodeName, c.clusterCIDR).with(c.list("kube-proxy-arg"))
}

// By flags alone: with a file for --config, what kube-proxy-arg says would count for nothing.
func proxyFlags(kubeconfig, nodeName, clusterCIDR string) flagSet {
	return flagSet{
		"kubeconfig": kubeconfig, "hostname-override": nodeName, "cluster-cidr": clusterCIDR,
		// nftables mode does not answer on 127.0.0.1:NodePort; connection tracking is the host kernel's (facts/stage.md §2.8).
		"proxy-mode": "iptables", "conntrack-max-per-core": "0", "conntrack-min": "0",
		"conntrack-tcp-timeout-established": "0s", "conntrack-tcp-timeout-close-wait": "0s",
		"healthz-bind-address": "127.0.0.1", "metrics-bind-address": "127.0.0.1",
	}
}
