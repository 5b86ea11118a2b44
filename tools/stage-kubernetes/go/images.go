package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
)

// importImages takes in the archives of an installation without internet (facts/k3s-rancher.md §1 "Air-gap"). As with
// the real one, one that cannot be read is told in the log and does not keep k3s from starting.
func importImages(ctx context.Context, environment []string) error {
	entries, err := os.ReadDir(imageFolder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		file := filepath.Join(imageFolder, entry.Name())
		start := time.Now()
		if err := importArchive(ctx, environment, file); err != nil {
			logLine("error", "Error encountered while importing %s: %v", file, err)
			continue
		}
		logInfo("Imported images from %s in %s", file, time.Since(start).Round(time.Millisecond))
	}
	return nil
}

func importArchive(ctx context.Context, environment []string, file string) error {
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	plain, err := decompress(file, content)
	if err != nil {
		return err
	}
	defer plain.Close()
	command := exec.CommandContext(ctx, "ctr", "--address", containerdSocket, "--namespace", "k8s.io", "images", "import", "-")
	command.Stdin = plain
	return runIn(environment, command)
}

// decompress goes by the name, as k3s does.
func decompress(name string, content io.Reader) (io.ReadCloser, error) {
	switch {
	case strings.HasSuffix(name, ".tar"):
		return io.NopCloser(content), nil
	case strings.HasSuffix(name, ".tar.gz"), strings.HasSuffix(name, ".tgz"):
		return gzip.NewReader(content)
	case strings.HasSuffix(name, ".tar.zst"), strings.HasSuffix(name, ".tzst"):
		decoder, err := zstd.NewReader(content)
		if err != nil {
			return nil, err
		}
		return decoder.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("the stage's k3s takes .tar, .tar.gz, .tgz, .tar.zst and .tzst")
}
