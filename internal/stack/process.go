// SPDX-License-Identifier: Apache-2.0

// Package stack runs the collector and the example services as processes of this machine: it names
// ports that are taken before anything starts, waits until each part answers, keeps what each part
// prints, and stops them so that nothing in flight is lost.
package stack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Part is one program of the stack.
type Part struct {
	Name    string
	Command []string
	Env     []string // NAME=value, beside the environment of this process
	Dir     string   // working directory
	Listens []string // host:port that it needs free
	Ready   string   // URL that answers 2xx once the part can be used; empty: as soon as it runs
	LogFile string   // where its standard output and error go; appended to
}

// CheckPorts says for each address that a part needs and another program holds who needs it.
func CheckPorts(parts ...Part) error {
	var errs []error
	for _, part := range parts {
		for _, address := range part.Listens {
			listener, err := net.Listen("tcp", address)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s needs %s, which cannot be listened on: %w", part.Name, address, err))
				continue
			}
			if err := listener.Close(); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// Process is a part that was started.
type Process struct {
	Part
	cmd  *exec.Cmd
	done chan struct{}
	err  error // set before done is closed
}

// Start starts a part in a process group of its own, so that Ctrl-C in a terminal reaches only the
// program that started it, which then stops the parts in order. Until the part listens to interrupts and
// hang-ups, which may be a moment after it is ready, it ignores them.
func Start(part Part) (*Process, error) {
	if err := os.MkdirAll(filepath.Dir(part.LogFile), 0o755); err != nil {
		return nil, fmt.Errorf("%s: %w", part.Name, err)
	}
	log, err := os.OpenFile(part.LogFile, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", part.Name, err)
	}
	defer log.Close()

	if _, err := exec.LookPath(part.Command[0]); err != nil {
		return nil, fmt.Errorf("%s: %w", part.Name, err)
	}
	cmd := command(part.Command)
	cmd.Env = append(os.Environ(), part.Env...)
	cmd.Dir = part.Dir
	cmd.Stdout = log
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", part.Name, err)
	}

	process := &Process{Part: part, cmd: cmd, done: make(chan struct{})}
	go func() {
		process.err = cmd.Wait()
		close(process.done)
	}()
	return process, nil
}

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err is how the process ended: nil for exit status 0. It waits for the end.
func (p *Process) Err() error {
	<-p.done
	return p.err
}

// WaitReady polls the ready URL until it answers 2xx. It fails when the process ends or ctx is done.
func (p *Process) WaitReady(ctx context.Context) error {
	if p.Ready == "" {
		return nil
	}
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	var last string
	for {
		if status, err := get(ctx, p.Ready); err != nil {
			last = err.Error()
		} else if status/100 == 2 {
			return nil
		} else {
			last = http.StatusText(status)
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended before it was ready: %s", p.Name, exitText(p.err))
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready at %s: %s", p.Name, p.Ready, last)
		case <-ticker.C:
		}
	}
}

func get(ctx context.Context, url string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

// Signal sends a signal to the process, which may ignore it still; os.ErrProcessDone when it has ended.
func (p *Process) Signal(signal os.Signal) error { return p.cmd.Process.Signal(signal) }

// repeatStop is how often a process is asked to end, which may not have listened the first time.
const repeatStop = 500 * time.Millisecond

// Stop asks the process to end, waits at most timeout, and kills it after that. A process that had
// to be killed, or that ended with another status than 0, is an error.
func (p *Process) Stop(timeout time.Duration) error {
	deadline := time.After(timeout)
	ticker := time.NewTicker(repeatStop)
	defer ticker.Stop()
	for {
		if err := p.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		select {
		case <-p.done:
			if p.err != nil {
				return fmt.Errorf("%s: %s", p.Name, exitText(p.err))
			}
			return nil
		case <-deadline:
			if err := p.Kill(); err != nil {
				return err
			}
			return fmt.Errorf("%s did not stop within %s and was killed", p.Name, timeout)
		case <-ticker.C:
		}
	}
}

// Kill ends the process at once and waits until it is gone.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	<-p.done
	return nil
}

// LogTail returns the last lines that the part printed, at most n.
func (p *Process) LogTail(n int) string {
	text, err := os.ReadFile(p.LogFile)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func exitText(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}
