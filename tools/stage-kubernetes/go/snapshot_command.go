package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"
)

// runEtcdSnapshot is `k3s etcd-snapshot save|ls|delete|prune` on the machine of the running server.
func runEtcdSnapshot(arguments []string) int {
	command := "save"
	if len(arguments) > 0 {
		command, arguments = arguments[0], arguments[1:]
	}
	if err := etcdSnapshot(command, arguments); err != nil {
		logFatal(err)
		return 1
	}
	return 0
}

func etcdSnapshot(command string, arguments []string) error {
	quietClients()
	wanted, err := readSettings(configFile, configFolder)
	if err != nil {
		return err
	}
	plan, err := newSnapshotPlan(wanted)
	if err != nil {
		return err
	}
	nodeName, err := findNodeName(wanted)
	if err != nil {
		return err
	}
	flags := flag.NewFlagSet("etcd-snapshot "+command, flag.ContinueOnError)
	name := flags.String("name", "on-demand", "the beginning of the file's name")
	flags.StringVar(&plan.folder, "etcd-snapshot-dir", plan.folder, "where snapshots are")
	flags.StringVar(&plan.folder, "dir", plan.folder, "as --etcd-snapshot-dir")
	flags.BoolVar(&plan.compress, "snapshot-compress", plan.compress, "compress it")
	flags.IntVar(&plan.retention, "snapshot-retention", plan.retention, "how many prune keeps")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	switch command {
	case "save":
		if flags.NArg() > 0 {
			return fmt.Errorf("etcd-snapshot save takes no %q", flags.Arg(0))
		}
		return saveOnDemand(plan, *name, nodeName)
	case "ls", "list", "l":
		return printSnapshots(plan)
	case "delete":
		return deleteSnapshots(plan, flags.Args())
	case "prune":
		removed, err := pruneSnapshots(plan, *name, nodeName, plan.retention)
		for _, file := range removed {
			logInfo("Snapshot %s deleted.", file)
		}
		return err
	}
	return fmt.Errorf("the stage's k3s does not play etcd-snapshot %q; it plays save, ls, delete and prune", command)
}

func saveOnDemand(plan snapshotPlan, name, nodeName string) error {
	client, err := newEtcdClient("https://127.0.0.1:2379")
	if errors.Is(err, os.ErrNotExist) {
		return errors.New("see server log for details: there is no k3s server with etcd on this machine")
	}
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := client.Get(ctx, "health"); err != nil {
		return fmt.Errorf("etcd does not answer; k3s must run while a snapshot is saved: %w", err)
	}
	file, err := saveSnapshot(context.Background(), client, plan, name, nodeName, time.Now())
	if err != nil {
		return err
	}
	logInfo("Snapshot %s saved.", file)
	return nil
}

func printSnapshots(plan snapshotPlan) error {
	files, err := listSnapshots(plan.folder)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	fmt.Fprint(table, "Name\tLocation\tSize\tCreated\n")
	for _, file := range files {
		fmt.Fprintf(table, "%s\tfile://%s\t%d\t%s\n", file.name, file.path, file.size, file.created.UTC().Format(time.RFC3339))
	}
	return table.Flush()
}

func deleteSnapshots(plan snapshotPlan, names []string) error {
	if len(names) == 0 {
		return errors.New("no snapshots given for removal")
	}
	for _, name := range names {
		if name != filepath.Base(name) {
			return fmt.Errorf("%q is no name of a snapshot", name)
		}
		if err := os.Remove(filepath.Join(plan.folder, name)); err != nil {
			return err
		}
		logInfo("Snapshot %s deleted.", name)
	}
	return nil
}
