package main

import (
	"context"
	"crypto/rand"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	clientcmd "k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

//go:embed manifests/kapsule.yaml
var kapsuleManifest string

// The domain of every Kapsule cluster.
const kapsuleDomain = "cluster.local"

// The cluster's authority signs for servers and clients alike; what speaks for users behind the API has another.
var kapsuleAuthorities = []string{"ca", "request-header-ca"}

// Where a control plane keeps what, below its folder.
func (c *controlPlaneConfiguration) file(name string) string { return filepath.Join(c.Directory, name) }
func (c *controlPlaneConfiguration) tls(name string) string  { return c.file("tls/" + name) }

// configurationCopy is how node-credentials learns which cluster the folder is.
const configurationCopy = "control-plane.json"

// Neither etcd nor its peers need a port: several control planes share one network (etcd's relative names are below the
// folder, which all children are started in, since the path of a socket may only have 107 characters).
const etcdSocket, etcdPeerSocket = "unix://etcd.sock", "unix://etcd-peer.sock"

// runControlPlane is a cluster without its nodes, until it is told to stop or a part fails.
func runControlPlane(ctx context.Context, arguments []string) error {
	file, err := configurationFlag("control-plane", arguments)
	if err != nil {
		return err
	}
	c := &controlPlaneConfiguration{}
	if err := readStrictly(file, c); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	unlock, err := lockFolder(c.Directory)
	if err != nil {
		return err
	}
	defer unlock()
	if err := c.prepare(); err != nil {
		return err
	}
	if err := os.Chdir(c.Directory); err != nil {
		return err
	}
	all := newChildren(childEnvironment(os.Environ(), "/nonexistent", false))
	defer all.stopAll()
	if err := c.start(ctx, all); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"state": "ready"}); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case <-all.failed:
		return all.cause
	}
}

// prepare brings certificates, tokens and kubeconfigs to what the configuration wants; what is there already stays.
func (c *controlPlaneConfiguration) prepare() error {
	if err := os.MkdirAll(c.tls(""), 0o700); err != nil {
		return err
	}
	if err := ensureAuthorities(c.tls(""), "kapsule", kapsuleAuthorities); err != nil {
		return err
	}
	if err := ensureLeaves(c.tls(""), c.leaves(), time.Now()); err != nil {
		return err
	}
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFileWhole(c.file(configurationCopy), text, 0o600); err != nil {
		return err
	}
	for _, name := range []string{"controller-manager", "scheduler", "supervisor"} {
		if err := c.writeKubeconfig(name); err != nil {
			return err
		}
	}
	return c.writeAdmin()
}

func (c *controlPlaneConfiguration) leaves() []leaf {
	first := netip.MustParsePrefix(c.ServiceCIDR).Masked().Addr().Next()
	names := append([]string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc." + kapsuleDomain, first.String(), c.Address}, c.Names...)
	masters := []string{"system:masters"}
	return []leaf{
		{"ca", c.tls("apiserver"), pkix.Name{CommonName: "kube-apiserver"}, unique(names)},
		{"ca", c.tls("apiserver-kubelet-client"), pkix.Name{CommonName: "kube-apiserver-kubelet-client", Organization: masters}, nil},
		{"ca", c.tls("supervisor"), pkix.Name{CommonName: "kapsule-supervisor", Organization: masters}, nil},
		{"ca", c.tls("controller-manager"), pkix.Name{CommonName: "system:kube-controller-manager"}, nil},
		{"ca", c.tls("scheduler"), pkix.Name{CommonName: "system:kube-scheduler"}, nil},
		{"request-header-ca", c.tls("front-proxy-client"), pkix.Name{CommonName: "front-proxy-client"}, nil},
	}
}

// ownURL is the API by its address: its name need not lead anywhere from here.
func (c *controlPlaneConfiguration) ownURL() string {
	return "https://" + c.Address + ":" + strconv.Itoa(c.Port)
}

func (c *controlPlaneConfiguration) writeKubeconfig(name string) error {
	config, err := kubeconfigOf(c.ownURL(), c.tls("ca.crt"), c.tls(name))
	if err != nil {
		return err
	}
	text, err := clientcmd.Write(*config)
	if err != nil {
		return err
	}
	return writeFileWhole(c.file(name+".kubeconfig"), text, 0o600)
}

// writeAdmin writes the kubeconfig that users get: with a token, as the attributes of Scaleway's Terraform provider
// show it (host, cluster_ca_certificate, token). Assumption: the names in it and the user's.
func (c *controlPlaneConfiguration) writeAdmin() error {
	token, err := c.adminToken()
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(c.tls("ca.crt"))
	if err != nil {
		return err
	}
	if err := writeFileWhole(c.file("tokens.csv"), []byte(token+",kapsule-admin,kapsule-admin,system:masters\n"), 0o600); err != nil {
		return err
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["default"] = &clientcmdapi.Cluster{Server: "https://" + c.Names[0] + ":" + strconv.Itoa(c.Port), CertificateAuthorityData: authority}
	config.AuthInfos["default-admin"] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts["admin@default"] = &clientcmdapi.Context{Cluster: "default", AuthInfo: "default-admin"}
	config.CurrentContext = "admin@default"
	text, err := clientcmd.Write(*config)
	if err != nil {
		return err
	}
	return writeFileWhole(c.file("admin.kubeconfig"), text, 0o600)
}

func (c *controlPlaneConfiguration) adminToken() (string, error) {
	text, err := os.ReadFile(c.file("admin-token"))
	if err == nil {
		return string(text), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	token := hex.EncodeToString(secret)
	return token, writeFileWhole(c.file("admin-token"), []byte(token), 0o600)
}

func (c *controlPlaneConfiguration) start(ctx context.Context, all *children) error {
	for _, program := range []struct {
		name  string
		flags flagSet
	}{{"etcd", c.etcdFlags()}, {"kube-apiserver", c.apiserverFlags()}} {
		// The API server itself waits for etcd.
		if _, err := all.run(program.name, program.flags.with(nil), childOptions{}); err != nil {
			return err
		}
	}
	client, err := newKubernetesClient(c.file("supervisor.kubeconfig"))
	if err != nil {
		return err
	}
	if err := all.waitUntil(ctx, "kube-apiserver", 2*time.Minute, func(attempt context.Context) error { return isReady(attempt, client) }); err != nil {
		return err
	}
	for name, flags := range map[string]flagSet{"kube-controller-manager": c.controllerManagerFlags(), "kube-scheduler": c.schedulerFlags()} {
		if _, err := all.run(name, flags.with(nil), childOptions{}); err != nil {
			return err
		}
	}
	if err := c.applyManifests(ctx, all); err != nil {
		return err
	}
	return all.waitUntil(ctx, "the first service account", time.Minute, func(attempt context.Context) error { return hasDefaultAccount(attempt, client) })
}

func (c *controlPlaneConfiguration) etcdFlags() flagSet {
	// Advertised is what nobody calls: etcd wants a host in it.
	return flagSet{"name": "kapsule", "data-dir": c.file("etcd"), "log-level": "error", "logger": "zap", "quota-backend-bytes": "1073741824",
		"listen-client-urls": etcdSocket, "advertise-client-urls": "http://127.0.0.1:2379",
		"listen-peer-urls": etcdPeerSocket, "initial-advertise-peer-urls": "http://127.0.0.1:2380", "initial-cluster": "kapsule=http://127.0.0.1:2380",
		// The stage's alone: no power cut reaches its host (facts/stage.md §2.6).
		"unsafe-no-fsync": "true"}
}

func (c *controlPlaneConfiguration) apiserverFlags() flagSet {
	issuer := "https://kubernetes.default.svc." + kapsuleDomain
	flags := flagSet{
		"etcd-servers": etcdSocket, "bind-address": c.Address, "secure-port": strconv.Itoa(c.Port), "advertise-address": c.Address,
		"tls-cert-file": c.tls("apiserver.crt"), "tls-private-key-file": c.tls("apiserver.key"),
		"client-ca-file": c.tls("ca.crt"), "token-auth-file": c.file("tokens.csv"), "anonymous-auth": "false", "allow-privileged": "true",
		"authorization-mode": "Node,RBAC", "enable-admission-plugins": "NodeRestriction", "profiling": "false",
		"kubelet-certificate-authority": c.tls("ca.crt"), "kubelet-preferred-address-types": "InternalIP",
		"kubelet-client-certificate": c.tls("apiserver-kubelet-client.crt"), "kubelet-client-key": c.tls("apiserver-kubelet-client.key"),
		"requestheader-client-ca-file": c.tls("request-header-ca.crt"), "requestheader-allowed-names": "front-proxy-client",
		"requestheader-extra-headers-prefix": "X-Remote-Extra-", "requestheader-group-headers": "X-Remote-Group", "requestheader-username-headers": "X-Remote-User",
		"proxy-client-cert-file": c.tls("front-proxy-client.crt"), "proxy-client-key-file": c.tls("front-proxy-client.key"),
		"service-account-issuer": issuer, "api-audiences": issuer,
		"service-account-key-file": c.tls("service.key"), "service-account-signing-key-file": c.tls("service.key"),
		"service-cluster-ip-range": c.ServiceCIDR,
	}
	if netip.MustParseAddr(c.Address).IsLoopback() {
		// The Service `kubernetes` may not lead to a loopback address; without nodes nobody misses it.
		flags["endpoint-reconciler-type"] = "none"
	}
	return flags
}

func (c *controlPlaneConfiguration) controllerManagerFlags() flagSet {
	flags := flagSet{"kubeconfig": c.file("controller-manager.kubeconfig"),
		"root-ca-file": c.tls("ca.crt"), "service-account-private-key-file": c.tls("service.key"), "use-service-account-credentials": "true",
		"cluster-signing-cert-file": c.tls("ca.crt"), "cluster-signing-key-file": c.tls("ca.key"),
		"allocate-node-cidrs": "true", "cluster-cidr": c.PodCIDR, "service-cluster-ip-range": c.ServiceCIDR, "node-cidr-mask-size": "24",
		// Of its own port, as of the scheduler's, there could be only one in a network.
		"secure-port": "0", "profiling": "false",
		// One of each: nobody to elect. The request limits would cost five seconds of each start (facts/stage.md §2.6).
		"leader-elect": "false", "kube-api-qps": "500", "kube-api-burst": "1000"}
	return flags
}

func (c *controlPlaneConfiguration) schedulerFlags() flagSet {
	return flagSet{"kubeconfig": c.file("scheduler.kubeconfig"), "secure-port": "0", "profiling": "false", "leader-elect": "false"}
}

func (c *controlPlaneConfiguration) applyManifests(ctx context.Context, all *children) error {
	text := formatCoreDNS(kapsuleDomain, c.ServiceDNSIP, "docker.io/"+corednsImage, "") + "---\n" + kapsuleManifest
	file := c.file("manifests.yaml")
	if err := writeFileWhole(file, []byte(text), 0o600); err != nil {
		return err
	}
	kubectl := kubectlRunner{all.environment, c.file("supervisor.kubeconfig"), c.Directory}
	return all.waitUntil(ctx, "the objects that a cluster begins with", time.Minute, func(context.Context) error {
		return kubectl.run(ctx, "apply", "--server-side", "--force-conflicts", "--field-manager=kapsule", "-f", file)
	})
}

func hasDefaultAccount(ctx context.Context, client *kubernetes.Clientset) error {
	_, err := client.CoreV1().ServiceAccounts("default").Get(ctx, "default", metav1.GetOptions{})
	return err
}
