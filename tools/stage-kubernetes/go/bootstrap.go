package main

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	bolt "go.etcd.io/bbolt"
	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// The datastore holds the server's authorities, encrypted with the token: a restored one needs no more than the token
// (facts/k3s-rancher.md §1 "Failures"). Assumption: the form inside is ours; nobody but k3s reads it.
const bootstrapPrefix = "/bootstrap/"

var errOtherToken = errors.New("preparing server: failed to bootstrap cluster data: failed to reconcile with local datastore: bootstrap data already found and encrypted with different token")

func bootstrapKey(secret string) string {
	hash := sha256.Sum256([]byte(secret))
	return bootstrapPrefix + hex.EncodeToString(hash[:])[:12]
}

func secretCipher(secret string, salt []byte) (cipher.AEAD, error) {
	key, err := pbkdf2.Key(sha256.New, secret, salt, 4096, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

const saltLength = 16

func sealBootstrap(secret string, files map[string][]byte) ([]byte, error) {
	plain, err := json.Marshal(files)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt)
	aead, err := secretCipher(secret, salt)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce)
	return aead.Seal(append(salt, nonce...), nonce, plain, nil), nil
}

func openBootstrap(secret string, sealed []byte) (map[string][]byte, error) {
	if len(sealed) < saltLength {
		return nil, errors.New("bootstrap data is cut short")
	}
	aead, err := secretCipher(secret, sealed[:saltLength])
	if err != nil {
		return nil, err
	}
	if len(sealed) < saltLength+aead.NonceSize() {
		return nil, errors.New("bootstrap data is cut short")
	}
	nonce := sealed[saltLength : saltLength+aead.NonceSize()]
	plain, err := aead.Open(nil, nonce, sealed[saltLength+aead.NonceSize():], nil)
	if err != nil {
		return nil, errOtherToken
	}
	files := map[string][]byte{}
	return files, json.Unmarshal(plain, &files)
}

// pickBootstrap finds our data among what lies under the prefix: nil when there is none at all.
func pickBootstrap(secret string, found map[string][]byte) (map[string][]byte, error) {
	if len(found) == 0 {
		return nil, nil
	}
	sealed, isOurs := found[bootstrapKey(secret)]
	if !isOurs {
		return nil, errOtherToken
	}
	return openBootstrap(secret, sealed)
}

// readBootstrapFromFile reads the database file of an etcd that does not run, or a snapshot of one.
func readBootstrapFromFile(file, secret string) (map[string][]byte, error) {
	database, err := bolt.Open(file, 0o400, &bolt.Options{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	defer database.Close()
	found := map[string][]byte{}
	err = database.View(func(transaction *bolt.Tx) error {
		bucket := transaction.Bucket([]byte("key"))
		if bucket == nil {
			return fmt.Errorf("%s is no database of etcd", file)
		}
		// Revisions in ascending order: the last one counts.
		return bucket.ForEach(func(revision, value []byte) error {
			var pair mvccpb.KeyValue
			if err := pair.Unmarshal(value); err != nil {
				return err
			}
			if !strings.HasPrefix(string(pair.Key), bootstrapPrefix) {
				return nil
			}
			if len(revision) > 17 && revision[17] == 't' {
				delete(found, string(pair.Key))
			} else {
				found[string(pair.Key)] = pair.Value
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return pickBootstrap(secret, found)
}

// reconcileBootstrap compares the running datastore with the files: it gets them if it has none yet, and a difference
// is refused, as one of the two would cut off the other's clients.
func reconcileBootstrap(ctx context.Context, client *clientv3.Client, secret, server string) error {
	answer, err := client.Get(ctx, bootstrapPrefix, clientv3.WithPrefix())
	if err != nil {
		return err
	}
	found := map[string][]byte{}
	for _, pair := range answer.Kvs {
		found[string(pair.Key)] = pair.Value
	}
	stored, err := pickBootstrap(secret, found)
	if err != nil {
		return err
	}
	present := map[string][]byte{}
	for _, name := range bootstrapFiles() {
		content, err := os.ReadFile(filepath.Join(server, name))
		if errors.Is(err, os.ErrNotExist) && name == encryptionFile {
			continue
		}
		if err != nil {
			return err
		}
		if known, isStored := stored[name]; isStored && !bytes.Equal(content, known) {
			return fmt.Errorf("preparing server: failed to bootstrap cluster data: failed to reconcile with local datastore: %s newer than datastore and could cause a cluster outage. Remove the file(s) from disk and restart to be recreated from datastore", filepath.Join(server, name))
		}
		present[name] = content
	}
	if len(present) <= len(stored) {
		return nil
	}
	sealed, err := sealBootstrap(secret, present)
	if err != nil {
		return err
	}
	_, err = client.Put(ctx, bootstrapKey(secret), string(sealed))
	return err
}

// restoreBootstrapFiles writes those that are missing; with replace, all.
func restoreBootstrapFiles(files map[string][]byte, server string, replace bool) error {
	for _, name := range bootstrapFiles() {
		content, found := files[name]
		target := filepath.Join(server, name)
		if _, err := os.Stat(target); !found || (err == nil && !replace) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		if err := writeFileWhole(target, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
