package bighammer

import (
	"context"
	"sync"
)

// Messages is what a Handler returns to take a connection for messages (a WebSocket): the conversation with one client. The
// connection is closed when it returns.
type Messages func(c *Connection) error

// Message is what one side sends to the other at a time.
type Message struct {
	Data []byte
	// Binary tells bytes from text in UTF-8.
	Binary bool

	// owed is the credit to be given back for it.
	owed int
}

// Connection is a client with which messages are exchanged. Sending is safe for many goroutines.
type Connection struct {
	// Request is the request that it began with.
	Request *Request

	exchange *exchange
	sending  sync.Mutex

	mu        sync.Mutex
	changed   sync.Cond
	waiting   []Message
	fragments []byte
	ended     error
	code      int
}

func newConnection(e *exchange) *Connection {
	c := &Connection{Request: e.request, exchange: e}
	c.changed.L = &c.mu
	return c
}

// Context ends with the connection.
func (c *Connection) Context() context.Context {
	return c.exchange.ctx
}

// Close tells the client that there will be no more messages, with a code as of WebSocket. A Messages that returns nil closes
// with 1000.
func (c *Connection) Close(code int) error {
	return c.exchange.put(frame{kind: kindData, flags: flagEnd, arg: uint32(code)})
}

// CloseCode is the one that came from the client; known when Receive has returned io.EOF.
func (c *Connection) CloseCode() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.code
}

// Receive waits for the next message; io.EOF tells that there will be none.
func (c *Connection) Receive() (Message, error) {
	c.mu.Lock()
	for len(c.waiting) == 0 {
		if c.ended != nil {
			c.mu.Unlock()
			return Message{}, c.ended
		}
		c.changed.Wait()
	}
	message := c.waiting[0]
	c.waiting = c.waiting[1:]
	c.mu.Unlock()
	c.exchange.in.passed(message.owed)
	return message, nil
}

// Send sends a text.
func (c *Connection) Send(text string) error {
	return c.send(flagText, []byte(text))
}

// SendBytes sends a binary message.
func (c *Connection) SendBytes(data []byte) error {
	return c.send(0, data)
}

func (c *Connection) send(flags byte, data []byte) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	return c.exchange.write(kindMsg, flags, data)
}

// hear takes a message, or a part of one, from the gateway.
func (c *Connection) hear(f frame) {
	if f.flags&flagMore != 0 {
		c.fragments = append(c.fragments, f.body...)
		c.exchange.in.passed(len(f.body))
		return
	}
	data := f.body
	if len(c.fragments) > 0 {
		data = append(c.fragments, data...)
		c.fragments = nil
	}
	c.mu.Lock()
	c.waiting = append(c.waiting, Message{Data: data, Binary: f.flags&flagText == 0, owed: len(f.body)})
	c.mu.Unlock()
	c.changed.Signal()
}

// end lets Receive return what waits, and then this.
func (c *Connection) end(cause error, code int) {
	c.mu.Lock()
	if c.ended == nil {
		c.ended, c.code = cause, code
	}
	c.mu.Unlock()
	c.changed.Broadcast()
}

func (c *Connection) run(messages Messages) (err error) {
	defer recovered(&err)
	return messages(c)
}
