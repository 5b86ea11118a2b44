package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	cron "github.com/robfig/cron/v3"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// snapshotPlan is what config.yaml says about snapshots, with k3s's defaults.
type snapshotPlan struct {
	folder    string
	retention int
	compress  bool
	schedule  string // empty: none
	name      string
}

func newSnapshotPlan(s settings) (snapshotPlan, error) {
	plan := snapshotPlan{folder: orDefault(s.text("etcd-snapshot-dir"), snapshotFolder), retention: 5, compress: s.isOn("etcd-snapshot-compress"),
		schedule: orDefault(s.text("etcd-snapshot-schedule-cron"), "0 */12 * * *"), name: orDefault(s.text("etcd-snapshot-name"), "etcd-snapshot")}
	if text := s.text("etcd-snapshot-retention"); text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 0 {
			return plan, fmt.Errorf("etcd-snapshot-retention: %q is no number", text)
		}
		plan.retention = number
	}
	if s.isOn("etcd-disable-snapshots") {
		plan.schedule = ""
		return plan, nil
	}
	if _, err := cron.ParseStandard(plan.schedule); err != nil {
		return plan, fmt.Errorf("etcd-snapshot-schedule-cron: %w", err)
	}
	return plan, nil
}

// saveSnapshot writes what etcd holds now and answers with the file's name, <name>-<node>-<seconds since 1970>.
func saveSnapshot(ctx context.Context, client *clientv3.Client, plan snapshotPlan, name, nodeName string, now time.Time) (string, error) {
	if err := os.MkdirAll(plan.folder, 0o700); err != nil {
		return "", err
	}
	file := fmt.Sprintf("%s-%s-%d", name, nodeName, now.Unix())
	if plan.compress {
		file += ".zip"
	}
	target := filepath.Join(plan.folder, file)
	if _, err := os.Stat(target); err == nil {
		return "", fmt.Errorf("the snapshot %s exists", target)
	}
	content, err := client.Snapshot(ctx)
	if err != nil {
		return "", err
	}
	defer content.Close()
	// Half a snapshot must not look like one.
	draft := filepath.Join(plan.folder, "."+file+".part")
	defer os.Remove(draft)
	if err := writeSnapshot(draft, strings.TrimSuffix(file, ".zip"), content, plan.compress); err != nil {
		return "", err
	}
	return file, os.Rename(draft, target)
}

func writeSnapshot(file, name string, content io.Reader, compress bool) error {
	output, err := os.OpenFile(file, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer output.Close()
	if !compress {
		if _, err := io.Copy(output, content); err != nil {
			return err
		}
		return output.Close()
	}
	archive := zip.NewWriter(output)
	entry, err := archive.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(entry, content); err != nil {
		return err
	}
	return errors.Join(archive.Close(), output.Close())
}

// snapshotFile is one in the folder.
type snapshotFile struct {
	name    string
	path    string
	size    int64
	created time.Time
}

var snapshotName = regexp.MustCompile(`-(\d{9,11})(\.zip)?$`)

// listSnapshots has the oldest first.
func listSnapshots(folder string) ([]snapshotFile, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []snapshotFile
	for _, entry := range entries {
		information, err := entry.Info()
		if err != nil || !information.Mode().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		created := information.ModTime()
		if match := snapshotName.FindStringSubmatch(entry.Name()); match != nil {
			if seconds, err := strconv.ParseInt(match[1], 10, 64); err == nil {
				created = time.Unix(seconds, 0)
			}
		}
		files = append(files, snapshotFile{entry.Name(), filepath.Join(folder, entry.Name()), information.Size(), created})
	}
	slices.SortStableFunc(files, func(a, b snapshotFile) int { return a.created.Compare(b.created) })
	return files, nil
}

// surplusSnapshots are those of a name beyond how many are kept; the newest stay.
func surplusSnapshots(files []snapshotFile, name, nodeName string, keep int) []snapshotFile {
	prefix := name + "-" + nodeName + "-"
	ours := slices.DeleteFunc(slices.Clone(files), func(file snapshotFile) bool { return !strings.HasPrefix(file.name, prefix) })
	return ours[:max(0, len(ours)-keep)]
}

func pruneSnapshots(plan snapshotPlan, name, nodeName string, keep int) ([]string, error) {
	files, err := listSnapshots(plan.folder)
	if err != nil {
		return nil, err
	}
	removed := []string{}
	for _, file := range surplusSnapshots(files, name, nodeName, keep) {
		if err := os.Remove(file.path); err != nil {
			return removed, err
		}
		removed = append(removed, file.name)
	}
	return removed, nil
}

// keepSnapshots saves by the schedule. Assumption: the number to keep counts for scheduled snapshots only.
func keepSnapshots(ctx context.Context, c *configuration, client *clientv3.Client) {
	plan := c.snapshots
	if plan.schedule == "" {
		return
	}
	schedule, err := cron.ParseStandard(plan.schedule)
	if err != nil {
		return
	}
	for pause(ctx, time.Until(schedule.Next(time.Now()))) {
		name, err := saveSnapshot(ctx, client, plan, plan.name, c.nodeName, time.Now())
		if err == nil {
			logInfo("Snapshot %s saved.", name)
			_, err = pruneSnapshots(plan, plan.name, c.nodeName, plan.retention)
		}
		if err != nil && ctx.Err() == nil {
			logLine("error", "Failed to take etcd snapshot: %v", err)
		}
	}
}

// plainSnapshot answers with the path of an uncompressed one; the function it gives removes what was made for it.
func plainSnapshot(file string) (string, func(), error) {
	if !strings.HasSuffix(file, ".zip") {
		return file, func() {}, nil
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		return "", nil, err
	}
	defer archive.Close()
	if len(archive.File) != 1 {
		return "", nil, fmt.Errorf("%s holds %d files; a snapshot holds one", file, len(archive.File))
	}
	content, err := archive.File[0].Open()
	if err != nil {
		return "", nil, err
	}
	defer content.Close()
	draft, err := os.CreateTemp(filepath.Dir(file), ".unpacked-")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.Remove(draft.Name()) }
	if _, err := io.Copy(draft, content); err != nil {
		remove()
		return "", nil, err
	}
	return draft.Name(), remove, draft.Close()
}
