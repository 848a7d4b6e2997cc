// SPDX-License-Identifier: Apache-2.0

package stack

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
)

// Ports are given out from firstPort on, up to endPort, from where on systems take the ports of outgoing
// connections: a part that is stopped finds its port free when it is started again.
const (
	firstPort = 20000
	endPort   = 32768
)

var (
	mu    sync.Mutex
	marks []net.PacketConn // of the ports that this process has given out
)

// FreePorts sets each address to a port of 127.0.0.1 that is free for TCP and UDP, and that no process which
// asks this function gets before this one has ended, though nothing listens there yet.
func FreePorts(addresses ...*string) error {
	mu.Lock()
	defer mu.Unlock()
	for _, address := range addresses {
		const attempts = 100
		var err error
		for range attempts {
			if *address, err = freePort(firstPort + rand.IntN(endPort-firstPort)); err == nil {
				break
			}
		}
		if err != nil {
			return fmt.Errorf("no free port: %w", err)
		}
	}
	return nil
}

// freePort marks a port by a UDP socket, which other processes see, too. It is at another port: the part may need UDP.
func freePort(port int) (address string, err error) {
	mark, err := net.ListenPacket("udp", fmt.Sprintf("127.0.0.1:%d", port+endPort))
	if err != nil {
		return "", err
	}
	address = fmt.Sprintf("127.0.0.1:%d", port)
	if err := isFree(address); err != nil {
		return "", errors.Join(err, mark.Close())
	}
	marks = append(marks, mark)
	return address, nil
}

func isFree(address string) error {
	tcp, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	udp, err := net.ListenPacket("udp", address)
	if err != nil {
		return errors.Join(err, tcp.Close())
	}
	return errors.Join(tcp.Close(), udp.Close())
}
