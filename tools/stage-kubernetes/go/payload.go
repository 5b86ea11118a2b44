package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The k3s file is the Go program, then a plain tar, then this trailer: SHA-256 of the tar (32 bytes), its length
// (8 bytes, big-endian) and the mark.
const (
	payloadMark       = "STAGEK3S"
	payloadTrailerLen = sha256.Size + 8 + len(payloadMark)
)

var errNoPayload = errors.New("this k3s file carries no payload: it was truncated on its way, or is not a k3s download; fetch it again")

type payload struct {
	sha256 string
	offset int64
	length int64
}

// findPayload reads the trailer of the file.
func findPayload(file io.ReaderAt, size int64) (payload, error) {
	trailer := make([]byte, payloadTrailerLen)
	if size < int64(len(trailer)) {
		return payload{}, errNoPayload
	}
	if _, err := file.ReadAt(trailer, size-int64(len(trailer))); err != nil {
		return payload{}, err
	}
	if string(trailer[sha256.Size+8:]) != payloadMark {
		return payload{}, errNoPayload
	}
	length := int64(binary.BigEndian.Uint64(trailer[sha256.Size:]))
	offset := size - int64(len(trailer)) - length
	if length <= 0 || offset <= 0 {
		return payload{}, errNoPayload
	}
	return payload{hex.EncodeToString(trailer[:sha256.Size]), offset, length}, nil
}

// verify reads all of the payload: an altered one must not run.
func (p payload) verify(file io.ReaderAt) error {
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, p.offset, p.length)); err != nil {
		return err
	}
	if hex.EncodeToString(hash.Sum(nil)) != p.sha256 {
		return errors.New("the payload of this k3s file was altered: its SHA-256 is not the one in its trailer; fetch it again")
	}
	return nil
}

func openOwnPayload() (*os.File, payload, error) {
	file, err := os.Open("/proc/self/exe")
	if err != nil {
		return nil, payload{}, err
	}
	information, err := file.Stat()
	if err == nil {
		var found payload
		if found, err = findPayload(file, information.Size()); err == nil {
			return file, found, nil
		}
	}
	_ = file.Close()
	return nil, payload{}, err
}

// carriesPayload tells the k3s download from the plain program of the tests.
func carriesPayload() bool {
	file, _, err := openOwnPayload()
	if err == nil {
		_ = file.Close()
	}
	return err == nil
}

// verifyPayload answers with the folder of the payload, which need not be there yet.
func verifyPayload(folder string) (string, error) {
	file, found, err := openOwnPayload()
	if err != nil {
		return "", err
	}
	defer file.Close()
	return filepath.Join(folder, found.sha256), found.verify(file)
}

// unpackPayload brings the payload to folder/<sha256> and answers with that path. `current` and `previous` point as
// the real one's do. The folder appears whole or not at all.
func unpackPayload(folder string) (string, error) {
	file, found, err := openOwnPayload()
	if err != nil {
		return "", err
	}
	defer file.Close()
	target := filepath.Join(folder, found.sha256)
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		if err := found.verify(file); err != nil {
			return "", err
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return "", err
		}
		draft, err := os.MkdirTemp(folder, "draft-")
		if err != nil {
			return "", err
		}
		defer os.RemoveAll(draft)
		if err := unpackTar(io.NewSectionReader(file, found.offset, found.length), draft); err != nil {
			return "", fmt.Errorf("unpacking the payload of k3s: %w", err)
		}
		if err := os.Chmod(draft, 0o755); err != nil {
			return "", err
		}
		// Another k3s may have been faster; what it unpacked has the same hash.
		if err := os.Rename(draft, target); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	} else if err != nil {
		return "", err
	}
	return target, pointCurrent(folder, found.sha256)
}

func pointCurrent(folder, name string) error {
	current := filepath.Join(folder, "current")
	before, err := os.Readlink(current)
	if before == name {
		return nil
	}
	if err == nil {
		if err := replaceLink(filepath.Join(folder, "previous"), before); err != nil {
			return err
		}
	}
	return replaceLink(current, name)
}

func replaceLink(link, target string) error {
	draft := link + ".new"
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(target, draft); err != nil {
		return err
	}
	return os.Rename(draft, link)
}

func unpackTar(from io.Reader, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for reader := tar.NewReader(from); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := filepath.Clean(header.Name)
		if name == "." {
			continue
		}
		if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		switch header.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(name, 0o755)
		case tar.TypeSymlink:
			err = root.Symlink(header.Linkname, name)
		case tar.TypeReg:
			err = unpackFile(root, name, reader, header.FileInfo().Mode().Perm())
		default:
			err = fmt.Errorf("%s is neither file, folder nor link", header.Name)
		}
		if err != nil {
			return err
		}
	}
}

func unpackFile(root *os.Root, name string, content io.Reader, mode fs.FileMode) error {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
