// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package stack

import "os/exec"

func command(program []string) *exec.Cmd {
	return exec.Command(program[0], program[1:]...)
}
