// The first process of a pod: it holds the pod's namespaces until it is told to end, and takes in processes of the
// pod that lost their parent.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for {
		takeIn()
		if <-signals != syscall.SIGCHLD {
			return
		}
	}
}

func takeIn() {
	for {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		if pid <= 0 && err != syscall.EINTR {
			return
		}
	}
}
