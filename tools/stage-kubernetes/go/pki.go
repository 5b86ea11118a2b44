package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"flag"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	clientcmd "k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

const (
	authorityLifetime = 10 * 365 * 24 * time.Hour
	leafLifetime      = 365 * 24 * time.Hour
)

// runPki writes what a control plane without nodes needs: an authority, the server's certificate, the key that
// signs service account tokens, and kubeconfigs of the controller manager, the scheduler and the admin.
func runPki(arguments []string) int {
	flags := flag.NewFlagSet("pki", flag.ExitOnError)
	directory := flags.String("directory", "", "an existing folder to write to")
	server := flags.String("server", "", "URL of the API server, as the kubeconfigs shall have it")
	names := flags.String("names", "", "further names and addresses of the API server, with commas between")
	_ = flags.Parse(arguments[1:])
	if *directory == "" || *server == "" {
		flags.Usage()
		return 2
	}
	if err := writePki(*directory, *server, strings.FieldsFunc(*names, func(r rune) bool { return r == ',' })); err != nil {
		fmt.Fprintln(os.Stderr, "pki:", err)
		return 1
	}
	return 0
}

func writePki(directory, server string, names []string) error {
	ca, err := newAuthority("kubernetes-ca")
	if err != nil {
		return err
	}
	if err := writePem(directory, "ca.crt", "CERTIFICATE", ca.certificate.Raw); err != nil {
		return err
	}
	if err := writeKey(directory, "ca.key", ca.key); err != nil {
		return err
	}
	apiserver := append([]string{"kubernetes", "kubernetes.default", "kubernetes.default.svc",
		"kubernetes.default.svc.cluster.local", "localhost"}, names...)
	certificate, key, err := ca.issue(pkix.Name{CommonName: "kube-apiserver"}, apiserver)
	if err != nil {
		return err
	}
	if err := writePem(directory, "apiserver.crt", "CERTIFICATE", certificate); err != nil {
		return err
	}
	if err := writeKey(directory, "apiserver.key", key); err != nil {
		return err
	}
	serviceAccounts, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if err := writeKey(directory, "service-accounts.key", serviceAccounts); err != nil {
		return err
	}
	for file, subject := range map[string]pkix.Name{
		"admin":              {CommonName: "system:admin", Organization: []string{"system:masters"}},
		"controller-manager": {CommonName: "system:kube-controller-manager"},
		"scheduler":          {CommonName: "system:kube-scheduler"},
	} {
		if err := ca.writeKubeconfig(filepath.Join(directory, file+".kubeconfig"), server, subject); err != nil {
			return err
		}
	}
	return nil
}

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(name string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate(pkix.Name{CommonName: name}, authorityLifetime)
	if err != nil {
		return nil, err
	}
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{certificate, key}, err
}

// issue makes a client certificate; with names it serves too.
func (ca *authority) issue(subject pkix.Name, names []string) ([]byte, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template, err := newTemplate(subject, leafLifetime)
	if err != nil {
		return nil, nil, err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if len(names) > 0 {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
	}
	for _, name := range names {
		if address := net.ParseIP(name); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.certificate, &key.PublicKey, ca.key)
	return der, key, err
}

func (ca *authority) writeKubeconfig(file, server string, subject pkix.Name) error {
	certificate, key, err := ca.issue(subject, nil)
	if err != nil {
		return err
	}
	keyPem, err := encodeKey(key)
	if err != nil {
		return err
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["default"] = &clientcmdapi.Cluster{Server: server,
		CertificateAuthorityData: encodePem("CERTIFICATE", ca.certificate.Raw)}
	config.AuthInfos["default"] = &clientcmdapi.AuthInfo{
		ClientCertificateData: encodePem("CERTIFICATE", certificate), ClientKeyData: keyPem}
	config.Contexts["default"] = &clientcmdapi.Context{Cluster: "default", AuthInfo: "default"}
	config.CurrentContext = "default"
	return clientcmd.WriteToFile(*config, file)
}

func newTemplate(subject pkix.Name, lifetime time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	// Clocks of machines differ a little.
	start := time.Now().Add(-5 * time.Minute)
	return &x509.Certificate{SerialNumber: serial, Subject: subject, NotBefore: start, NotAfter: start.Add(lifetime)}, nil
}

func encodePem(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func encodeKey(key *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalECPrivateKey(key)
	return encodePem("EC PRIVATE KEY", der), err
}

func writePem(directory, name, kind string, der []byte) error {
	return os.WriteFile(filepath.Join(directory, name), encodePem(kind, der), 0o600)
}

func writeKey(directory, name string, key *ecdsa.PrivateKey) error {
	text, err := encodeKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(directory, name), text, 0o600)
}
