package main

import (
	"os"
	"os/user"
	"path/filepath"
	"strconv"

	clientcmd "k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// The programs of this machine ask the API server itself, on loopback.
const localAPI = "https://127.0.0.1:6444"

func kubeconfigOf(server, authorityFile, pair string) (*clientcmdapi.Config, error) {
	parts := map[string][]byte{}
	for _, file := range []string{authorityFile, pair + ".crt", pair + ".key"} {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		parts[file] = content
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["default"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: parts[authorityFile]}
	config.AuthInfos["default"] = &clientcmdapi.AuthInfo{ClientCertificateData: parts[pair+".crt"], ClientKeyData: parts[pair+".key"]}
	config.Contexts["default"] = &clientcmdapi.Context{Cluster: "default", AuthInfo: "default"}
	config.CurrentContext = "default"
	return config, nil
}

func writeKubeconfig(file, server, pair string, mode os.FileMode) error {
	config, err := kubeconfigOf(server, tlsFile("server-ca.crt"), pair)
	if err != nil {
		return err
	}
	text, err := clientcmd.Write(*config)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return writeFileWhole(file, text, mode)
}

func writeKubeconfigs(c *configuration) error {
	for file, pair := range map[string]string{
		credFile("admin.kubeconfig"):                       tlsFile("client-admin"),
		credFile("supervisor.kubeconfig"):                  tlsFile("client-supervisor"),
		credFile("controller.kubeconfig"):                  tlsFile("client-controller"),
		credFile("scheduler.kubeconfig"):                   tlsFile("client-scheduler"),
		filepath.Join(agentFolder, "kubelet.kubeconfig"):   filepath.Join(agentFolder, "client-kubelet"),
		filepath.Join(agentFolder, "kubeproxy.kubeconfig"): filepath.Join(agentFolder, "client-kube-proxy"),
	} {
		if err := writeKubeconfig(file, localAPI, pair, 0o600); err != nil {
			return err
		}
	}
	for _, name := range []string{"client-ca.crt", "server-ca.crt"} {
		content, err := os.ReadFile(tlsFile(name))
		if err != nil {
			return err
		}
		if err := writeFileWhole(filepath.Join(agentFolder, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// writeAdminKubeconfig writes k3s.yaml. Its URL has bind-address where one is set (facts/k3s-rancher.md §1 "the trap").
func writeAdminKubeconfig(c *configuration) error {
	address := c.bindAddress
	if address == "" || address == "0.0.0.0" || address == "::" {
		address = "127.0.0.1"
	}
	if err := writeKubeconfig(kubeconfigFile, "https://"+address+":"+strconv.Itoa(c.port), tlsFile("client-admin"), c.kubeconfigMode); err != nil {
		return err
	}
	name := c.text("write-kubeconfig-group")
	if name == "" {
		return nil
	}
	group, err := user.LookupGroup(name)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(group.Gid)
	if err != nil {
		return err
	}
	return os.Chown(kubeconfigFile, 0, number)
}
