package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
)

// tokenSecret takes the secret out of K10<hash of the authority>::server:<secret>; a bare secret is itself.
func tokenSecret(token string) (string, error) {
	token = strings.TrimSpace(token)
	rest, isFull := strings.CutPrefix(token, "K10")
	if !isFull {
		return token, nil
	}
	_, credentials, found := strings.Cut(rest, "::")
	if !found {
		return token, nil
	}
	user, secret, found := strings.Cut(credentials, ":")
	if !found || secret == "" {
		return "", errors.New("failed to normalize token: it must be K10<CA-HASH>::<USERNAME>:<PASSWORD>")
	}
	if user != "server" {
		return "", fmt.Errorf("the token is of the user %q: the stage's k3s plays server only", user)
	}
	return secret, nil
}

func formatToken(secret string, serverAuthority []byte) string {
	hash := sha256.Sum256(serverAuthority)
	return fmt.Sprintf("K10%s::server:%s", hex.EncodeToString(hash[:]), secret)
}

func newSecret() string {
	secret := make([]byte, 16)
	_, _ = rand.Read(secret)
	return hex.EncodeToString(secret)
}

// chooseSecret takes the configured token, else the one in the file. A first start without either makes one; a
// datastore without either is refused, as nothing could read what it holds.
func chooseSecret(configured, file string, hasDatastore bool) (string, error) {
	if configured != "" {
		return tokenSecret(configured)
	}
	text, err := os.ReadFile(file)
	if err == nil {
		return tokenSecret(string(text))
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if hasDatastore {
		return "", fmt.Errorf("preparing server: there is a datastore but no token: %s is missing and none is configured; put the token back, or give it by --token", file)
	}
	return newSecret(), nil
}

// writeToken leaves the file as it is when it says the same.
func writeToken(file, token string) error {
	if present, err := os.ReadFile(file); err == nil && strings.TrimSpace(string(present)) == token {
		return os.Chmod(file, 0o600)
	}
	if err := writeFileWhole(file, []byte(token+"\n"), 0o600); err != nil {
		return err
	}
	return nil
}

// writeFileWhole never leaves half a file.
func writeFileWhole(file string, content []byte, mode os.FileMode) error {
	draft := file + ".new"
	if err := os.WriteFile(draft, content, mode); err != nil {
		return err
	}
	if err := os.Chmod(draft, mode); err != nil {
		return err
	}
	return os.Rename(draft, file)
}
