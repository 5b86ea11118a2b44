package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// removeEmptyPodGroups takes away what pods of a machine's last boot left where its host keeps control groups. The kubelet
// would ask containerd about each of them for three seconds. A group with a process in it is not removable.
func removeEmptyPodGroups() {
	roots, _ := filepath.Glob("/sys/fs/cgroup/*/kubepods")
	for _, root := range append(roots, "/sys/fs/cgroup/kubepods") {
		var folders []string
		_ = filepath.WalkDir(root, func(folder string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				folders = append(folders, folder)
			}
			return nil
		})
		for _, folder := range slices.Backward(folders) {
			_ = os.Remove(folder)
		}
	}
}
