package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
)

// ensureEncryptionConfiguration makes the key with which Secrets are kept in etcd, once (`secrets-encryption`).
func ensureEncryptionConfiguration(file string) error {
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	type provider = map[string]any
	text, err := json.Marshal(map[string]any{"kind": "EncryptionConfiguration", "apiVersion": "apiserver.config.k8s.io/v1",
		"resources": []any{map[string]any{"resources": []string{"secrets"}, "providers": []provider{
			{"aescbc": map[string]any{"keys": []any{map[string]any{"name": "aescbckey", "secret": key}}}},
			{"identity": map[string]any{}}}}}})
	if err != nil {
		return err
	}
	return writeFileWhole(file, text, 0o600)
}
