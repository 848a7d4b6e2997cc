// SPDX-License-Identifier: Apache-2.0

//go:build unix

package stack

import (
	"os/exec"
	"syscall"
)

// command runs a program in a group of its own, with both signals ignored.
func command(program []string) *exec.Cmd {
	cmd := exec.Command("/bin/sh", append([]string{"-c", `trap "" INT HUP; exec "$0" "$@"`}, program...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}
