package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMirrorsBecomeHostsFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "registries.yaml")
	text := `mirrors:
  '*': {endpoint: ['http://192.0.2.1:5000/']}
  docker.io: {endpoint: ['https://a.test/v2/hub', 'https://b.test']}
configs:
  b.test: {tls: {ca_file: /ca.pem, insecure_skip_verify: true}, auth: {username: u, password: p}}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := readRegistries(file)
	if err != nil {
		t.Fatal(err)
	}
	files := read.hostsFiles()
	if got, wanted := files["_default"], "server = \"http://192.0.2.1:5000\"\n\n[host.\"http://192.0.2.1:5000\"]\n  capabilities = [\"pull\", \"resolve\"]\n"; got != wanted {
		t.Errorf("_default is\n%s", got)
	}
	for _, wanted := range []string{"[host.\"https://a.test/v2/hub\"]\n  capabilities = [\"pull\", \"resolve\"]\n  override_path = true\n", "  ca = [\"/ca.pem\"]\n  skip_verify = true\n", "server = \"https://b.test\"\n"} {
		if !strings.Contains(files["docker.io"], wanted) {
			t.Errorf("docker.io lacks %q:\n%s", wanted, files["docker.io"])
		}
	}
	if auth := read.authConfiguration(); !strings.Contains(auth, "registry.configs.\"b.test\".auth]\n  username = \"u\"\n  password = \"p\"\n") {
		t.Error(auth)
	}
	for _, wrong := range []string{"mirror: {}\n", "mirrors: {'*': {endpoint: [nowhere]}}\n", "mirrors: {a: {rewrite: {b: c}}}\n"} {
		if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readRegistries(file); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestUsersArgumentsReplaceOurs(t *testing.T) {
	got := flagSet{"a": "1", "b": "2"}.with([]string{"b=3", "--c=4", "b=5"})
	if wanted := []string{"--a=1", "--b=3", "--c=4", "--b=5"}; !slices.Equal(got, wanted) {
		t.Errorf("got %v", got)
	}
}

func TestChildrenHearNothingOfTheServiceManager(t *testing.T) {
	got := childEnvironment([]string{"NOTIFY_SOCKET=/x", "HOME=/root", "PATH=/odd", "K3S_TOKEN=secret"}, "/p", false)
	text := strings.Join(got, "\n")
	if strings.Contains(text, "NOTIFY") || strings.Contains(text, "secret") || strings.Contains(text, "/odd") || !slices.Contains(got, "HOME=/root") {
		t.Error(text)
	}
	if !strings.Contains(text, "PATH=/p/bin:/usr/local/sbin:") || !strings.HasSuffix(got[1], ":/p/bin/aux") {
		t.Error(got[1])
	}
	if preferred := childEnvironment(nil, "/p", true); !strings.HasPrefix(preferred[0], "PATH=/p/bin:/p/bin/aux:") {
		t.Error(preferred[0])
	}
}

func TestNameServersThatPodsCannotReachDoNotCount(t *testing.T) {
	for text, wanted := range map[string]bool{"nameserver 192.0.2.1\n": true, "nameserver 127.0.0.53\noptions edns0\n": false, "search a\n": false, "nameserver 169.254.1.1\n": false} {
		if hasReachableNameServer(text) != wanted {
			t.Errorf("%q: %t", text, !wanted)
		}
	}
}

func TestOnlySurplusSnapshotsOfTheNameGo(t *testing.T) {
	folder := t.TempDir()
	for number := range 4 {
		name := fmt.Sprintf("etcd-snapshot-n-%d", 1700000000+number)
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"on-demand-n-1600000000", ".etcd-snapshot-n-1500000000.part"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	removed, err := pruneSnapshots(snapshotPlan{folder: folder}, "etcd-snapshot", "n", 3)
	if err != nil || !slices.Equal(removed, []string{"etcd-snapshot-n-1700000000"}) {
		t.Errorf("%v, %v", removed, err)
	}
	left, err := listSnapshots(folder)
	if err != nil || len(left) != 4 || left[0].name != "on-demand-n-1600000000" || !left[0].created.Equal(time.Unix(1600000000, 0)) {
		t.Errorf("%+v, %v", left, err)
	}
}

func TestASnapshotComesBackOutOfItsArchive(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.zip")
	if err := writeSnapshot(file, "a", strings.NewReader("content"), true); err != nil {
		t.Fatal(err)
	}
	plain, remove, err := plainSnapshot(file)
	if err != nil {
		t.Fatal(err)
	}
	defer remove()
	if content, err := os.ReadFile(plain); err != nil || string(content) != "content" {
		t.Errorf("%q, %v", content, err)
	}
}

func TestLogsNameTheirComponentAndLeaveInformationOut(t *testing.T) {
	var written bytes.Buffer
	over := false
	log := &componentLog{name: "kubelet", to: &written, isOver: func() bool { return over }}
	for _, text := range []string{"I1124 09:26:39.1 1 a.go:1] calm\nE1124 09", ":26:39.2 1 b.go:2] wrong\nplain", " text\n"} {
		if _, err := log.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	over = true
	_, _ = log.Write([]byte("the end\n"))
	if wanted := "kubelet: E1124 09:26:39.2 1 b.go:2] wrong\nkubelet: plain text\n"; written.String() != wanted {
		t.Errorf("wrote %q", written.String())
	}
}
