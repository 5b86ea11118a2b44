package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
)

var logMutex sync.Mutex

// Not worth a line: klog's information, API versions that are off, and the first attempts at a connection.
var noise = regexp.MustCompile(`^I\d{4} |because it has no resources|addrConn\.createTransport failed`)

// logLine writes one line as k3s does: time, level and message, on standard error.
func logLine(level, format string, values ...any) {
	logMutex.Lock()
	defer logMutex.Unlock()
	fmt.Fprintf(os.Stderr, "time=%q level=%s msg=%q\n", time.Now().UTC().Format(time.RFC3339), level, fmt.Sprintf(format, values...))
}

func logInfo(format string, values ...any)    { logLine("info", format, values...) }
func logWarning(format string, values ...any) { logLine("warning", format, values...) }

// logFatal is the last line of a k3s that gives up.
func logFatal(err error) { logLine("fatal", "Error: %v", err) }

// componentLog puts the component's name before each line that it logs: all of them share one journal. What is mere
// information to klog (I0102 15:04:05 …) is left out: a start would be a thousand lines. So is what it complains about
// while it is being stopped.
type componentLog struct {
	name   string
	to     io.Writer
	isOver func() bool
	rest   string
}

func (log *componentLog) Write(text []byte) (int, error) {
	lines := strings.SplitAfter(log.rest+string(text), "\n")
	log.rest = lines[len(lines)-1]
	var whole strings.Builder
	for _, line := range lines[:len(lines)-1] {
		if noise.MatchString(line) {
			continue
		}
		whole.WriteString(log.name + ": " + line)
	}
	if log.isOver() {
		return len(text), nil
	}
	logMutex.Lock()
	defer logMutex.Unlock()
	_, err := io.WriteString(log.to, whole.String())
	return len(text), err
}
