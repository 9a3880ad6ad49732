package bighammer

import (
	"bufio"
	"net"
	"runtime"
	"strings"
	"sync"
	"time"
)

const (
	connectTimeout = 5 * time.Second
	// Who sends a body waits when so much is waiting for the gateway already.
	mostPending = 1 << 20
)

// conn is the connection to the gateway. What is sent by many at a time leaves in one write.
type conn struct {
	socket net.Conn
	in     *bufio.Reader

	mu      sync.Mutex
	filled  sync.Cond
	emptied sync.Cond
	pending []byte
	ending  bool
}

// dial connects to a socket file or to tcp://host:port.
func dial(address string) (*conn, error) {
	network := "unix"
	if strings.HasPrefix(address, "tcp://") {
		network, address = "tcp", strings.TrimPrefix(address, "tcp://")
	}
	socket, err := net.DialTimeout(network, address, connectTimeout)
	if err != nil {
		return nil, err
	}
	return newConn(socket), nil
}

func newConn(socket net.Conn) *conn {
	c := &conn{socket: socket, in: bufio.NewReaderSize(socket, pieceSize)}
	c.filled.L, c.emptied.L = &c.mu, &c.mu
	go c.writePending()
	return c
}

// put sends a frame, soon; it does not wait.
func (c *conn) put(f frame) {
	c.mu.Lock()
	c.pending = f.appendTo(c.pending)
	c.mu.Unlock()
	c.filled.Signal()
}

// waitForRoom returns when the gateway has taken most of what was sent.
func (c *conn) waitForRoom() {
	c.mu.Lock()
	for len(c.pending) > mostPending && !c.ending {
		c.emptied.Wait()
	}
	c.mu.Unlock()
}

// end closes the connection when what was put has left.
func (c *conn) end() {
	c.mu.Lock()
	c.ending = true
	c.mu.Unlock()
	c.filled.Signal()
	c.emptied.Broadcast()
}

func (c *conn) writePending() {
	var batch []byte
	for {
		c.mu.Lock()
		for len(c.pending) == 0 && !c.ending {
			c.filled.Wait()
		}
		c.mu.Unlock()
		// Whoever is about to send something goes first, so that it all leaves at once.
		runtime.Gosched()
		c.mu.Lock()
		batch, c.pending = c.pending, batch[:0]
		c.mu.Unlock()
		c.emptied.Broadcast()
		if len(batch) == 0 {
			c.socket.Close()
			return
		}
		if _, err := c.socket.Write(batch); err != nil {
			c.end()
			c.socket.Close()
			return
		}
		if cap(batch) > mostPending {
			batch = nil
		}
	}
}
