package bighammer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"
)

// Messages is what a Handler returns to take a connection for messages (a WebSocket): the conversation with one client. With
// headers it is the Body of a Response with the status 101. The connection is closed when it returns: with 1000 after nil or what
// Receive has returned, with 1011 after another error.
type Messages func(c *Connection) error

// Message is what one side sends to the other at a time.
type Message struct {
	Data []byte
	// Binary tells bytes from text in UTF-8.
	Binary bool

	// owed is the credit to be given back for it.
	owed int
}

// CloseError is what Receive returns when the client has gone. It is an io.EOF.
type CloseError struct {
	// Code is as of WebSocket: 1005 when the client gave none, 1006 when it went without a word.
	Code   int
	Reason string
}

// Error implements error.
func (e *CloseError) Error() string {
	return fmt.Sprintf("the client has closed the connection: %d %s", e.Code, e.Reason)
}

// Unwrap makes it an io.EOF.
func (e *CloseError) Unwrap() error {
	return io.EOF
}

// ErrHandedOver is what Receive returns when this worker is to end. Nobody has gone: the connection goes on in another worker,
// with a Request that is Resumed.
var ErrHandedOver = errors.New("the connection goes on in another worker")

var (
	// errGone keeps messages from being sent to a client that is not there any more.
	errGone   = errors.New("the client has gone")
	errClosed = errors.New("the connection has been closed")
)

const (
	normalClosure = 1000
	// handedOver stands for a code when the connection goes on in another worker.
	handedOver    = 0
	longestReason = 123
)

// Connection is a client with which messages are exchanged. Sending is safe for many goroutines, receiving is for one.
type Connection struct {
	// Request is the request that it began with.
	Request *Request

	exchange *exchange
	sending  sync.Mutex
	done     chan struct{}

	mu          sync.Mutex
	changed     sync.Cond
	waiting     []Message
	fragments   []byte
	end         error
	hasReceived bool
	// told is whether the service knows of the end.
	told     bool
	dropping bool
}

func newConnection(e *exchange) *Connection {
	c := &Connection{Request: e.request, exchange: e, done: make(chan struct{})}
	c.changed.L = &c.mu
	return c
}

// Context ends when the conversation has returned, or is broken off.
func (c *Connection) Context() context.Context {
	return c.exchange.ctx
}

// Done is closed when nothing more will come: for a goroutine that only sends. What has come before can still be received.
func (c *Connection) Done() <-chan struct{} {
	return c.done
}

// Receive waits for the next message. A *CloseError tells that the client has gone, ErrHandedOver that another worker goes on.
func (c *Connection) Receive() (Message, error) {
	c.mu.Lock()
	c.hasReceived = true
	for len(c.waiting) == 0 {
		if c.end != nil {
			c.told = true
			c.mu.Unlock()
			return Message{}, c.end
		}
		c.changed.Wait()
	}
	message := c.waiting[0]
	c.waiting = c.waiting[1:]
	c.mu.Unlock()
	c.exchange.in.passed(message.owed)
	return message, nil
}

// Send sends a text. It waits for a client that does not keep up. What is sent to one that has gone is dropped while there are
// still messages of it to be received; after that, and to who never receives, it is the error of Receive.
func (c *Connection) Send(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("a text is UTF-8; what is not is sent by SendBytes")
	}
	return c.send(flagText, []byte(text))
}

// SendBytes sends a binary message; see Send.
func (c *Connection) SendBytes(data []byte) error {
	return c.send(0, data)
}

// SendJSON sends a value as JSON, in a text; see Send.
func (c *Connection) SendJSON(value any) error {
	text, err := encode(value)
	if err != nil {
		return err
	}
	return c.send(flagText, text)
}

// Close closes the connection when what was sent before has left. The code is one of WebSocket, the reason mostly empty.
func (c *Connection) Close(code int, reason string) error {
	if !mayClose(code) {
		return fmt.Errorf("a WebSocket is closed with 1000 to 1003, 1007 to 1014 or 3000 to 4999, not %d", code)
	}
	if len(reason) > longestReason || !utf8.ValidString(reason) {
		return fmt.Errorf("a reason is UTF-8 of at most %d bytes, not these %d", longestReason, len(reason))
	}
	return c.finish(code, reason)
}

func mayClose(code int) bool {
	return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999
}

func (c *Connection) finish(code int, reason string) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	defer c.exchange.stopWriting(errClosed)
	return c.exchange.put(frame{kind: kindData, flags: flagEnd, arg: uint32(code), body: []byte(reason)})
}

func (c *Connection) send(flags byte, data []byte) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	if err := c.over(); err != nil {
		return err
	}
	if err := c.exchange.write(kindMsg, flags, data); err != errGone {
		return err
	}
	return nil
}

// over is the end, if the service is to know of it now.
func (c *Connection) over() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end != nil && !c.hasReceived && len(c.waiting) == 0 {
		c.told = true
	}
	if c.told {
		return c.end
	}
	return nil
}

// hear takes a message, or a part of one, from the gateway.
func (c *Connection) hear(f frame) {
	if !c.add(f) {
		c.exchange.in.passed(len(f.body))
	}
}

// add is false when Receive will not give back the credit for this frame.
func (c *Connection) add(f frame) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dropping {
		return false
	}
	if f.flags&flagMore != 0 {
		c.fragments = append(c.fragments, f.body...)
		return false
	}
	data := f.body
	if len(c.fragments) > 0 {
		data = append(c.fragments, data...)
		c.fragments = nil
	}
	c.waiting = append(c.waiting, Message{Data: data, Binary: f.flags&flagText == 0, owed: len(f.body)})
	c.changed.Signal()
	return true
}

// ended notes that the gateway will say nothing more.
func (c *Connection) ended(code int, reason string) {
	if code == handedOver {
		c.stop(ErrHandedOver)
		return
	}
	c.stop(&CloseError{code, reason})
	c.exchange.stopWriting(errGone)
}

// stop lets Receive return what waits, and then this.
func (c *Connection) stop(cause error) {
	c.mu.Lock()
	if c.end == nil {
		c.end = cause
		close(c.done)
	}
	c.mu.Unlock()
	c.changed.Broadcast()
}

func (c *Connection) run(messages Messages) (err error) {
	defer recovered(&err)
	return messages(c)
}

// drop is called when the conversation has returned. It gives back the credit for what was not received.
func (c *Connection) drop() {
	c.mu.Lock()
	c.dropping = true
	owed := 0
	for _, message := range c.waiting {
		owed += message.owed
	}
	c.waiting, c.fragments = nil, nil
	c.mu.Unlock()
	c.exchange.in.passed(owed)
}

// code is what the connection is closed with when the conversation has returned without an error.
func (c *Connection) code() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.told && c.end == ErrHandedOver {
		return handedOver
	}
	return normalClosure
}
