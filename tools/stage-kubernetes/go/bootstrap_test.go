package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestATokenIsItsSecretInEitherForm(t *testing.T) {
	full := formatToken("secret", []byte("authority"))
	if !strings.HasPrefix(full, "K10") || !strings.HasSuffix(full, "::server:secret") || len(full) != 3+64+len("::server:secret") {
		t.Errorf("made %s", full)
	}
	for token, wanted := range map[string]string{full: "secret", "secret\n": "secret", "K10 is no hash": "K10 is no hash"} {
		if secret, err := tokenSecret(token); err != nil || secret != wanted {
			t.Errorf("%q: %q, %v", token, secret, err)
		}
	}
	for _, token := range []string{"K10abc::node:secret", "K10abc::server:"} {
		if _, err := tokenSecret(token); err == nil {
			t.Errorf("%q was taken", token)
		}
	}
}

func TestADatastoreWithoutATokenIsRefused(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "token")
	if _, err := chooseSecret("", missing, true); err == nil {
		t.Error("a secret was made")
	}
	made, err := chooseSecret("", missing, false)
	if err != nil || len(made) != 32 {
		t.Errorf("made %q, %v", made, err)
	}
	if err := writeToken(missing, "K10abc::server:kept"); err != nil {
		t.Fatal(err)
	}
	if kept, err := chooseSecret("", missing, true); err != nil || kept != "kept" {
		t.Errorf("read %q, %v", kept, err)
	}
	if information, err := os.Stat(missing); err != nil || information.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", information.Mode(), err)
	}
}

func TestBootstrapDataOpensWithItsTokenOnly(t *testing.T) {
	sealed, err := sealBootstrap("secret", map[string][]byte{"tls/server-ca.crt": []byte("pem")})
	if err != nil {
		t.Fatal(err)
	}
	files, err := pickBootstrap("secret", map[string][]byte{bootstrapKey("secret"): sealed})
	if err != nil || string(files["tls/server-ca.crt"]) != "pem" {
		t.Errorf("%v, %v", files, err)
	}
	if _, err := pickBootstrap("other", map[string][]byte{bootstrapKey("secret"): sealed}); !errors.Is(err, errOtherToken) {
		t.Error(err)
	}
	if _, err := openBootstrap("other", sealed); !errors.Is(err, errOtherToken) {
		t.Error(err)
	}
	if _, err := openBootstrap("secret", sealed[:10]); err == nil {
		t.Error("cut data was opened")
	}
	if files, err := pickBootstrap("secret", nil); files != nil || err != nil {
		t.Errorf("%v, %v", files, err)
	}
}

func TestAuthoritiesAreMadeOnceAndComeBackFromTheDatastore(t *testing.T) {
	server := t.TempDir()
	if err := ensureAuthorities(filepath.Join(server, "tls"), "k3s", authorityNames); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range bootstrapFiles() {
		if content, err := os.ReadFile(filepath.Join(server, name)); err == nil {
			files[name] = content
		}
	}
	if len(files) != 11 {
		t.Errorf("made %d files", len(files))
	}
	lost := filepath.Join(server, "tls/server-ca.crt")
	if err := os.Remove(lost); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(restoreBootstrapFiles(files, server, false), ensureAuthorities(filepath.Join(server, "tls"), "k3s", authorityNames)); err != nil {
		t.Fatal(err)
	}
	if back, err := os.ReadFile(lost); err != nil || string(back) != string(files["tls/server-ca.crt"]) {
		t.Error("another authority was made", err)
	}
}

func TestACertificateIsMadeAnewForAnotherNameAuthorityOrItsEnd(t *testing.T) {
	ca, err := newAuthority("ca")
	if err != nil {
		t.Fatal(err)
	}
	other, err := newAuthority("ca")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	wanted := leaf{names: []string{"localhost", "127.0.0.1", "::1"}}
	der, _, err := ca.issue(wanted.subject, wanted.names)
	if err != nil {
		t.Fatal(err)
	}
	if err := writePem(folder, "a.crt", "CERTIFICATE", der); err != nil {
		t.Fatal(err)
	}
	certificate, err := readCertificate(filepath.Join(folder, "a.crt"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	if !wanted.isMetBy(certificate, ca, now) {
		t.Error("the same certificate would be made again")
	}
	if wanted.isMetBy(certificate, other, now) || wanted.isMetBy(certificate, ca, now.AddDate(0, 9, 0)) {
		t.Error("it would be kept")
	}
	more := leaf{names: append(wanted.names, "example.test")}
	if more.isMetBy(certificate, ca, now) {
		t.Error("a name would be missing")
	}
}
