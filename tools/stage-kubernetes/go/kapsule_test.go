package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func controlPlaneIn(directory string) *controlPlaneConfiguration {
	return &controlPlaneConfiguration{Directory: directory, Address: "192.0.2.1", Port: 6443, Names: []string{"a.test"}, PodCIDR: "100.64.0.0/15",
		ServiceCIDR: "10.32.0.0/20", ServiceDNSIP: "10.32.0.10", Version: kapsuleVersion()}
}

func TestAConfigurationWithWhatIsUnknownOrWrongIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.json")
	for text, wanted := range map[string]string{`{"names": ["a"], "nodes": 1}`: `unknown field "nodes"`, `{} {}`: "something follows", `{"port": "x"}`: "cannot unmarshal"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := readStrictly(file, &controlPlaneConfiguration{}); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for wanted, change := range map[string]func(*controlPlaneConfiguration){
		"absolute path":    func(c *controlPlaneConfiguration) { c.Directory = "here" },
		"this program is":  func(c *controlPlaneConfiguration) { c.Version = "1.2.3" },
		"overlap":          func(c *controlPlaneConfiguration) { c.ServiceCIDR = "100.64.0.0/20" },
		"serviceDnsIp":     func(c *controlPlaneConfiguration) { c.ServiceDNSIP = "10.96.0.10" },
		"room for a /24":   func(c *controlPlaneConfiguration) { c.PodCIDR = "100.64.0.0/25" },
		"names":            func(c *controlPlaneConfiguration) { c.Names = nil },
		"no address of IP": func(c *controlPlaneConfiguration) { c.Address = "::1" },
	} {
		c := controlPlaneIn("/c")
		change(c)
		if err := c.check(); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%s: %v", wanted, err)
		}
	}
	if err := controlPlaneIn("/c").check(); err != nil {
		t.Error(err)
	}
}

func TestAControlPlaneKeepsWhatItsClientsTrust(t *testing.T) {
	c := controlPlaneIn(t.TempDir())
	read := func() [][]byte {
		if err := c.prepare(); err != nil {
			t.Fatal(err)
		}
		contents := [][]byte{}
		for _, name := range []string{"tls/ca.crt", "tls/service.key", "admin.kubeconfig", "tokens.csv", "tls/apiserver.crt"} {
			content, err := os.ReadFile(c.file(name))
			if err != nil {
				t.Fatal(err)
			}
			contents = append(contents, content)
		}
		return contents
	}
	first := read()
	if !slices.EqualFunc(first, read(), bytes.Equal) {
		t.Error("a second start changed it")
	}
	c.Address = "192.0.2.2"
	if moved := read(); !slices.EqualFunc(first[:4], moved[:4], bytes.Equal) || bytes.Equal(first[4], moved[4]) {
		t.Error("another address is another certificate of the server and nothing else")
	}
	if !strings.Contains(string(first[2]), "server: https://a.test:6443") {
		t.Error(string(first[2]))
	}
}

func TestCredentialsMakeANodeTheNodeItIs(t *testing.T) {
	c := controlPlaneIn(t.TempDir())
	if err := c.prepare(); err != nil {
		t.Fatal(err)
	}
	credentials, err := c.issueNodeCredentials("node-1", "192.0.2.9")
	if err != nil {
		t.Fatal(err)
	}
	if credentials.Server != "https://192.0.2.1:6443" || credentials.ServerName != "a.test" {
		t.Error(credentials.Server, credentials.ServerName)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM([]byte(credentials.Authority))
	for subject, pair := range map[string]keyPair{"CN=system:node:node-1,O=system:nodes": credentials.Kubelet, "CN=system:kube-proxy": credentials.Proxy,
		"CN=kapsule:node-network:node-1,O=kapsule:node-networks": credentials.Network} {
		if _, err := tls.X509KeyPair([]byte(pair.Certificate), []byte(pair.Key)); err != nil {
			t.Error(subject, err)
		}
		block, _ := pem.Decode([]byte(pair.Certificate))
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil || certificate.Subject.String() != subject {
			t.Error(subject, err)
		}
	}
	block, _ := pem.Decode([]byte(credentials.KubeletServing.Certificate))
	serving, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := serving.Verify(x509.VerifyOptions{Roots: trusted, DNSName: "192.0.2.9"}); err != nil {
		t.Error(err)
	}
}

func TestTheUsersKubeletArgumentsReplaceOurs(t *testing.T) {
	c := &nodeConfiguration{Name: "n", Address: "192.0.2.9", ProviderID: "scaleway://instance/z/i", Labels: map[string]string{"b": "2", "a": "1"},
		Taints: []string{"k=v:NoSchedule"}, KubeletArguments: map[string]string{"max-pods": "10", "node-ip": "192.0.2.8"}}
	got := strings.Join(c.kubeletArguments(), " ")
	for _, wanted := range []string{"--node-labels=a=1,b=2", "--register-with-taints=k=v:NoSchedule", "--provider-id=scaleway://instance/z/i", "--max-pods=10 --node-ip=192.0.2.8"} {
		if !strings.Contains(got, wanted) {
			t.Errorf("%s is not in %s", wanted, got)
		}
	}
	if strings.Contains(got, "192.0.2.9") {
		t.Error(got)
	}
}

func TestTheOverlayLeadsToOtherNodesThatHaveAddresses(t *testing.T) {
	node := func(name, address, pods string) *corev1.Node {
		return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: corev1.NodeSpec{PodCIDR: pods},
			Status: corev1.NodeStatus{Addresses: []corev1.NodeAddress{{Type: corev1.NodeHostName, Address: name}, {Type: corev1.NodeInternalIP, Address: address}}}}
	}
	peers := peersOf([]*corev1.Node{node("c", "192.0.2.3", "100.64.2.0/24"), node("a", "192.0.2.1", "100.64.0.0/24"), node("b", "192.0.2.2", "100.64.1.0/24"), node("new", "192.0.2.4", "")}, "a")
	if len(peers) != 2 || peers[0].address.String() != "192.0.2.2" || peers[1].gateway().String() != "100.64.2.0" || peers[1].mac().String() != "02:4b:c0:00:02:03" {
		t.Errorf("%v", peers)
	}
}

func TestThePluginHandsOnWhatThePluginBeforeDid(t *testing.T) {
	request, err := newPluginRequest("ADD", "IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web;K8S_POD_UID=u", []byte(`{"ips": [{"address": "100.64.0.7/24"}]}`))
	if wanted := (pluginRequest{"ADD", "shop", "web", "u", "100.64.0.7"}); err != nil || request != wanted {
		t.Errorf("%+v, %v", request, err)
	}
	if _, err := newPluginRequest("ADD", "", nil); err == nil {
		t.Error("a pod without an address began")
	}
	var answer bytes.Buffer
	if err := plugin("VERSION", "", nil, &answer); err != nil || !strings.Contains(answer.String(), `"supportedVersions":["1.0.0"]`) {
		t.Error(answer.String(), err)
	}
	if err := plugin("DEL", "", []byte(`{"cniVersion": "1.0.0"}`), &answer); err != nil {
		t.Error("a pod cannot go while the node's program does not run: ", err)
	}
	if err := plugin("ADD", "", []byte(`{"cniVersion": "1.0.0", "prevResult": {"ips": [{"address": "100.64.0.7/24"}]}}`), &answer); err == nil {
		t.Error("a pod began without rules")
	}
}
