package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// One process can be only one Kubernetes program, so k3s runs them as its children. The kernel ends them with it.
type children struct {
	environment []string
	start       chan func()
	failed      chan struct{} // closed when a child ended by itself; cause says which
	cause       error
	mutex       sync.Mutex
	running     []*childProcess
	isStopping  atomic.Bool
}

type childProcess struct {
	name    string
	command *exec.Cmd
	ended   chan struct{}
}

func newChildren(environment []string) *children {
	c := &children{environment: environment, start: make(chan func()), failed: make(chan struct{})}
	// The signal at the parent's death is bound to the thread that started the child (prctl(2), PR_SET_PDEATHSIG):
	// this one lives as long as the process does.
	go func() {
		runtime.LockOSThread()
		for start := range c.start {
			start()
		}
	}()
	return c
}

type childOptions struct {
	program     string // of the payload; without it, this program under another name
	log         io.Writer
	environment []string
}

// run starts a child; if it ends before it is stopped, that is the end of k3s.
func (c *children) run(name string, arguments []string, options childOptions) (*childProcess, error) {
	program := "/proc/self/exe"
	if options.program != "" {
		program = options.program
	}
	command := exec.Command(program, arguments...)
	command.Args[0] = name
	command.Env = append(slices.Clone(c.environment), options.environment...)
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	log := options.log
	if log == nil {
		log = &componentLog{name: name, to: os.Stderr, isOver: c.isStopping.Load}
	}
	command.Stdout, command.Stderr = log, log
	// What a child has started may hold its output open for longer than it lives.
	command.WaitDelay = time.Second
	started := make(chan error)
	c.start <- func() { started <- command.Start() }
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	child := &childProcess{name, command, make(chan struct{})}
	c.mutex.Lock()
	c.running = append(c.running, child)
	c.mutex.Unlock()
	go func() {
		err := command.Wait()
		close(child.ended)
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.running = slices.DeleteFunc(c.running, func(other *childProcess) bool { return other == child })
		if c.isStopping.Load() || c.cause != nil {
			return
		}
		if err == nil {
			err = errors.New("exit status 0")
		}
		c.cause = fmt.Errorf("%s ended: %w", name, err)
		close(c.failed)
	}()
	return child, nil
}

// stop asks the named children to end and waits; those that do not within the time are killed. What containers need
// to live on, the shims of containerd, are no children of ours and stay.
func (c *children) stop(patience time.Duration, names ...string) {
	c.isStopping.Store(true)
	c.mutex.Lock()
	chosen := []*childProcess{}
	for _, running := range c.running {
		if slices.Contains(names, running.name) {
			chosen = append(chosen, running)
		}
	}
	c.mutex.Unlock()
	for _, one := range chosen {
		_ = one.command.Process.Signal(syscall.SIGTERM)
	}
	deadline := time.After(patience)
	for _, one := range chosen {
		select {
		case <-one.ended:
		case <-deadline:
			_ = one.command.Process.Kill()
			<-one.ended
			deadline = time.After(0)
		}
	}
}

// stopAll takes about as long as the real one, which just ends: the API server would wait for its watchers.
func (c *children) stopAll() {
	c.stop(time.Second, "kubelet", "kube-proxy", "kube-scheduler", "kube-controller-manager", "kube-apiserver")
	c.stop(3*time.Second, "etcd", "containerd")
}

// nameProcess is for whoever lists processes: all of them are /proc/self/exe.
func nameProcess(name string) {
	if text, err := unix.BytePtrFromString(name); err == nil {
		_ = unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(text)), 0, 0, 0)
	}
}

// waitUntil polls until it holds; a child that ends meanwhile ends the waiting too.
func (c *children) waitUntil(ctx context.Context, what string, timeout time.Duration, holds func(context.Context) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no end in %s", timeout))
	defer cancel()
	for {
		attempt, cancelAttempt := context.WithTimeout(ctx, 5*time.Second)
		err := holds(attempt)
		cancelAttempt()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w; last: %w", what, context.Cause(ctx), err)
		case <-c.failed:
			return c.cause
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// childEnvironment puts the payload's programs behind the machine's own (with prefer-bundled-bin before them), as k3s
// does. The service manager's socket is k3s's alone: etcd and containerd would report in its name.
func childEnvironment(environment []string, payload string, preferBundled bool) []string {
	kept := slices.DeleteFunc(slices.Clone(environment), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains([]string{"PATH", "NOTIFY_SOCKET", "KUBECONFIG", "LD_LIBRARY_PATH", "XTABLES_LIBDIR", "GOGC"}, name) || strings.HasPrefix(name, "K3S_")
	})
	system := "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	path := payload + "/bin:" + system + ":" + payload + "/bin/aux"
	if preferBundled {
		path = payload + "/bin:" + payload + "/bin/aux:" + system
	}
	// GOGC: two thirds of the memory for a little of a core (facts/stage.md §2.6).
	return append(kept, "PATH="+path, "LD_LIBRARY_PATH="+payload+"/lib", "XTABLES_LIBDIR="+payload+"/lib/xtables", "GOGC=60")
}
