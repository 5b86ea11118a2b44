package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// The authorities of a k3s server, in its tls folder under the real names.
var authorityNames = []string{"server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca"}

// k3s renews a certificate at its start when it ends within this time.
const renewBefore = 120 * 24 * time.Hour

// The one bootstrap file that only some servers have.
const encryptionFile = "cred/encryption-config.json"

// bootstrapFiles are what a server must have in common with its datastore, relative to its folder.
func bootstrapFiles() []string {
	files := []string{"tls/service.key", encryptionFile}
	for _, name := range authorityNames {
		files = append(files, "tls/"+name+".crt", "tls/"+name+".key")
	}
	return files
}

// ensureAuthorities makes what is missing of the authorities and of the key of service accounts.
func ensureAuthorities(tls, prefix string, names []string) error {
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(tls, name)), 0o700); err != nil {
			return err
		}
		if _, err := readAuthority(tls, name); err == nil {
			continue
		} else if !errors.Is(err, os.ErrNotExist) {
			return err
		}
		ca, err := newAuthority(fmt.Sprintf("%s-%s@%d", prefix, filepath.Base(name), time.Now().Unix()))
		if err != nil {
			return err
		}
		if err := writePem(tls, name+".crt", "CERTIFICATE", ca.certificate.Raw); err != nil {
			return err
		}
		if err := writeKey(tls, name+".key", ca.key); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(tls, "service.key")); err == nil {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	return writeKey(tls, "service.key", key)
}

func readAuthority(folder, name string) (*authority, error) {
	certificate, err := readCertificate(filepath.Join(folder, name+".crt"))
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(folder, name+".key"))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s.key holds no key", name)
	}
	key, err := x509.ParseECPrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s.key: %w", name, err)
	}
	return &authority{certificate, key}, nil
}

func readCertificate(file string) (*x509.Certificate, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no certificate", file)
	}
	return x509.ParseCertificate(block.Bytes)
}

// leaf is a certificate that is kept as a pair of files.
type leaf struct {
	authority string
	file      string // without .crt and .key
	subject   pkix.Name
	names     []string
}

func (c *configuration) leaves() []leaf {
	api := []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc." + c.clusterDomain,
		"localhost", "127.0.0.1", "::1", c.apiServiceIP, c.nodeName, c.nodeAddress, c.advertiseAddress}
	api = append(api, c.list("node-external-ip")...)
	api = append(api, c.list("tls-san")...)
	if c.bindAddress != "" {
		api = append(api, c.bindAddress)
	}
	etcd := []string{"localhost", "127.0.0.1", "::1", c.nodeName, c.nodeAddress}
	inTls := func(name string) string { return filepath.Join(tlsFolder, name) }
	inAgent := func(name string) string { return filepath.Join(agentFolder, name) }
	masters := []string{"system:masters"}
	return []leaf{
		{"server-ca", inTls("serving-kube-apiserver"), pkix.Name{CommonName: "kube-apiserver"}, unique(api)},
		{"client-ca", inTls("client-kube-apiserver"), pkix.Name{CommonName: "system:apiserver", Organization: masters}, nil},
		{"client-ca", inTls("client-admin"), pkix.Name{CommonName: "system:admin", Organization: masters}, nil},
		{"client-ca", inTls("client-controller"), pkix.Name{CommonName: "system:kube-controller-manager"}, nil},
		{"client-ca", inTls("client-scheduler"), pkix.Name{CommonName: "system:kube-scheduler"}, nil},
		{"client-ca", inTls("client-supervisor"), pkix.Name{CommonName: "system:k3s-supervisor", Organization: masters}, nil},
		{"request-header-ca", inTls("client-auth-proxy"), pkix.Name{CommonName: "system:auth-proxy"}, nil},
		{"etcd/server-ca", inTls("etcd/server-client"), pkix.Name{CommonName: "etcd-server"}, etcd},
		{"etcd/server-ca", inTls("etcd/client"), pkix.Name{CommonName: "etcd-client"}, nil},
		{"etcd/peer-ca", inTls("etcd/peer-server-client"), pkix.Name{CommonName: "etcd-peer"}, etcd},
		{"server-ca", inAgent("serving-kubelet"), pkix.Name{CommonName: c.nodeName}, unique([]string{"localhost", "127.0.0.1", "::1", c.nodeName, c.nodeAddress})},
		{"client-ca", inAgent("client-kubelet"), pkix.Name{CommonName: "system:node:" + c.nodeName, Organization: []string{"system:nodes"}}, nil},
		{"client-ca", inAgent("client-kube-proxy"), pkix.Name{CommonName: "system:kube-proxy"}, nil},
	}
}

func unique(values []string) []string {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// ensureLeaves makes the certificates that are missing, of another authority, without a name they need, or nearly over.
func ensureLeaves(tls string, leaves []leaf, now time.Time) error {
	for _, wanted := range leaves {
		ca, err := readAuthority(tls, wanted.authority)
		if err != nil {
			return err
		}
		if present, err := readCertificate(wanted.file + ".crt"); err == nil && wanted.isMetBy(present, ca, now) {
			continue
		}
		certificate, key, err := ca.issue(wanted.subject, wanted.names)
		if err != nil {
			return err
		}
		folder, name := filepath.Split(wanted.file)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		if err := writeKey(folder, name+".key", key); err != nil {
			return err
		}
		if err := writePem(folder, name+".crt", "CERTIFICATE", certificate); err != nil {
			return err
		}
	}
	return nil
}

func (l leaf) isMetBy(certificate *x509.Certificate, ca *authority, now time.Time) bool {
	if certificate.CheckSignatureFrom(ca.certificate) != nil || certificate.Subject.String() != l.subject.String() || certificate.NotAfter.Before(now.Add(renewBefore)) {
		return false
	}
	present := slices.Clone(certificate.DNSNames)
	for _, address := range certificate.IPAddresses {
		present = append(present, address.String())
	}
	return slices.Equal(unique(present), unique(l.names))
}
