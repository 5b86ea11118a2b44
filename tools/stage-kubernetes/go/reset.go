package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/etcdutl/v3/snapshot"
	"go.uber.org/zap"
)

const resetDone = "Managed etcd cluster membership has been reset, restart without --cluster-reset flag now. Backup and delete ${datadir}/server/db on each peer etcd server and rejoin the nodes"

// resetCluster is `k3s server --cluster-reset`: etcd becomes a cluster of one again, with what it holds or with what a
// snapshot holds. It ends when that is done; k3s is then to be started without the flag.
func resetCluster(ctx context.Context, c *configuration, all *children) error {
	path := c.text("cluster-reset-restore-path")
	if path == "" {
		// Only without a snapshot: with one the flag is not looked at.
		if _, err := os.Stat(resetFlagFile); err == nil {
			return fmt.Errorf("preparing server: start managed database: Managed etcd cluster membership was previously reset, please remove the cluster-reset flag and start k3s normally. "+
				"If you need to perform another cluster reset, you must first manually delete the file at %s", resetFlagFile)
		}
		if !hasDatastore() {
			return errors.New("there is no etcd on this machine to reset")
		}
	}
	if path != "" {
		if err := restoreSnapshot(c, path, time.Now()); err != nil {
			return err
		}
	}
	secret, err := prepareFiles(c)
	if err != nil {
		return err
	}
	client, err := startEtcd(ctx, c, all, "--force-new-cluster")
	if err != nil {
		return err
	}
	if err := reconcileBootstrap(ctx, client, secret, serverFolder); err != nil {
		return err
	}
	_ = client.Close()
	all.stopAll()
	if err := os.WriteFile(resetFlagFile, nil, 0o600); err != nil {
		return err
	}
	logInfo("%s", resetDone)
	return nil
}

// restoreSnapshot puts a snapshot in the place of the datastore. What was there is kept beside it, as the real one
// does; nothing is touched before the snapshot is found whole and readable with the token.
func restoreSnapshot(c *configuration, path string, now time.Time) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("etcd: snapshot path does not exist: %s", path)
	}
	secret, err := chooseSecret(c.text("token"), tokenFile, true)
	if err != nil {
		return err
	}
	plain, remove, err := plainSnapshot(path)
	if err != nil {
		return err
	}
	defer remove()
	draft := filepath.Join(filepath.Dir(etcdFolder), fmt.Sprintf("etcd-new-%d", now.Unix()))
	defer os.RemoveAll(draft)
	if err := unpackSnapshot(c, plain, draft); err != nil {
		return fmt.Errorf("the snapshot %s cannot be restored: %w", path, err)
	}
	stored, err := readBootstrapFromFile(filepath.Join(draft, "member/snap/db"), secret)
	if err != nil {
		return err
	}
	if stored == nil {
		return fmt.Errorf("the snapshot %s holds no bootstrap data: it is none of k3s", path)
	}
	if err := setAside(etcdFolder, fmt.Sprintf("%s-old-%d", etcdFolder, now.Unix())); err != nil {
		return err
	}
	if err := os.Rename(draft, etcdFolder); err != nil {
		return err
	}
	if err := setAside(tlsFolder, fmt.Sprintf("%s-%d", tlsFolder, now.Unix())); err != nil {
		return err
	}
	return restoreBootstrapFiles(stored, serverFolder, true)
}

func unpackSnapshot(c *configuration, file, folder string) (err error) {
	// The reader of the database panics on some damage.
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("it is damaged: %v", problem)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return err
	}
	peer := "https://" + c.nodeAddress + ":2380"
	if err := snapshot.NewV3(zap.NewNop()).Restore(snapshot.RestoreConfig{SnapshotPath: file, Name: c.nodeName, OutputDataDir: folder,
		PeerURLs: []string{peer}, InitialCluster: c.nodeName + "=" + peer, InitialClusterToken: "etcd-cluster"}); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "name"), []byte(c.nodeName), 0o600)
}

func setAside(folder, target string) error {
	if err := os.Rename(folder, target); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
