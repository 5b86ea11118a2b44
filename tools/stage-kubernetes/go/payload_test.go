package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func tarOf(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	var content bytes.Buffer
	writer := tar.NewWriter(&content)
	for _, header := range headers {
		body := []byte("x")
		if header.Typeflag == tar.TypeReg {
			header.Size = int64(len(body))
		}
		if err := writer.WriteHeader(&header); err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			if _, err := writer.Write(body); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func TestAPayloadIsFoundBehindTheProgram(t *testing.T) {
	content := tarOf(t, tar.Header{Name: "bin/runc", Typeflag: tar.TypeReg, Mode: 0o755})
	file := append(append([]byte("program"), content...), sealPayload(content)...)
	found, err := findPayload(bytes.NewReader(file), int64(len(file)))
	if err != nil || found.offset != 7 || found.length != int64(len(content)) {
		t.Fatalf("%+v, %v", found, err)
	}
	if err := found.verify(bytes.NewReader(file)); err != nil {
		t.Error(err)
	}
	file[20] ^= 1
	if err := found.verify(bytes.NewReader(file)); err == nil {
		t.Error("an altered payload was taken")
	}
	for _, length := range []int{0, 10, len(file) - 1} {
		if _, err := findPayload(bytes.NewReader(file[:length]), int64(length)); !errors.Is(err, errNoPayload) {
			t.Errorf("the first %d bytes: %v", length, err)
		}
	}
}

func TestATarIsUnpackedInsideItsFolderOnly(t *testing.T) {
	folder := t.TempDir()
	content := tarOf(t, tar.Header{Name: "bin/", Typeflag: tar.TypeDir, Mode: 0o755}, tar.Header{Name: "bin/a", Typeflag: tar.TypeReg, Mode: 0o755},
		tar.Header{Name: "bin/aux/b", Typeflag: tar.TypeSymlink, Linkname: "../a"})
	if err := unpackTar(bytes.NewReader(content), folder); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "bin/aux/b")); err != nil || string(text) != "x" {
		t.Errorf("%q, %v", text, err)
	}
	if err := unpackTar(bytes.NewReader(tarOf(t, tar.Header{Name: "../out", Typeflag: tar.TypeReg})), t.TempDir()); err == nil {
		t.Error("a file outside was written")
	}
}

func TestCurrentAndPreviousFollowTheLastTwoPayloads(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"one", "one", "two", "two"} {
		if err := pointCurrent(folder, name); err != nil {
			t.Fatal(err)
		}
	}
	current, _ := os.Readlink(filepath.Join(folder, "current"))
	previous, _ := os.Readlink(filepath.Join(folder, "previous"))
	if current != "two" || previous != "one" {
		t.Errorf("current %s, previous %s", current, previous)
	}
}

// sealPayload makes the trailer of a tar, as src/release/trailer.ts does.
func sealPayload(content []byte) []byte {
	hash := sha256.Sum256(content)
	trailer := bytes.NewBuffer(hash[:])
	_ = binary.Write(trailer, binary.BigEndian, uint64(len(content)))
	trailer.WriteString(payloadMark)
	return trailer.Bytes()
}
