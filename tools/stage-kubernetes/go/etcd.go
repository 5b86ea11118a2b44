package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

var etcdDatabase = filepath.Join(etcdFolder, "member/snap/db")

func hasDatastore() bool {
	_, err := os.Stat(etcdDatabase)
	return err == nil
}

func newEtcdClient(endpoint string) (*clientv3.Client, error) {
	pair, err := tls.LoadX509KeyPair(tlsFile("etcd/client.crt"), tlsFile("etcd/client.key"))
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(tlsFile("etcd/server-ca.crt"))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	return clientv3.New(clientv3.Config{Endpoints: []string{endpoint}, DialTimeout: 5 * time.Second, Logger: zap.NewNop(),
		TLS: &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: pool, MinVersion: tls.VersionTLS12}})
}

// etcdMemberName is kept: etcd would not find itself under another one.
func etcdMemberName(nodeName string) (string, error) {
	file := filepath.Join(etcdFolder, "name")
	text, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	suffix := make([]byte, 4)
	_, _ = rand.Read(suffix)
	name := nodeName + "-" + hex.EncodeToString(suffix)
	if err := os.MkdirAll(etcdFolder, 0o700); err != nil {
		return "", err
	}
	return name, writeFileWhole(file, []byte(name), 0o600)
}

func startEtcd(ctx context.Context, c *configuration, all *children, more ...string) (*clientv3.Client, error) {
	name, err := etcdMemberName(c.nodeName)
	if err != nil {
		return nil, err
	}
	if _, err := all.run("etcd", append(c.etcdArguments(name), more...), childOptions{}); err != nil {
		return nil, err
	}
	client, err := newEtcdClient("https://127.0.0.1:2379")
	if err != nil {
		return nil, err
	}
	return client, all.waitUntil(ctx, "etcd", time.Minute, func(attempt context.Context) error {
		attempt, cancel := context.WithTimeout(attempt, time.Second)
		defer cancel()
		_, err := client.Get(attempt, "health")
		return err
	})
}
