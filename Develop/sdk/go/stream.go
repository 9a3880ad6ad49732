package bighammer

import (
	"errors"
	"sync"
)

// window is how many bytes of a body the gateway may send before they are read.
const window = 256 << 10

// errCancelled is what a handler gets from reading and writing when nobody waits for its answer any more.
var errCancelled = errors.New("nobody waits for this answer any more")

// stream is one request with its answer, opened by either side. Safe for use by many goroutines.
type stream struct {
	conn *conn
	id   uint32
	// in is the body that comes from the gateway.
	in *inflow
	// over is called once, when nothing more will be sent or received.
	over func()

	mu      sync.Mutex
	changed sync.Cond
	window  int
	credit  int
	sent    bool
	heard   bool
	broken  error
	// unwritable is why nothing but the end can be sent any more.
	unwritable error
}

func (s *stream) open(c *conn, id uint32, credit int, over func()) {
	s.conn, s.id, s.window, s.credit, s.over = c, id, credit, credit, over
	s.changed.L = &s.mu
	s.in = newInflow(func(count int) { c.put(frame{kind: kindWindow, stream: id, arg: uint32(count)}) })
}

// put sends a frame without a body, or with one that is paid for. It does nothing when the stream is over for us.
func (s *stream) put(f frame) error {
	s.mu.Lock()
	if s.sent {
		err := s.broken
		s.mu.Unlock()
		if err == nil {
			err = errors.New("the end has been sent before")
		}
		return err
	}
	f.stream = s.id
	s.conn.put(f)
	s.sent = f.ends()
	over := s.sent && s.heard
	s.mu.Unlock()
	if over {
		s.over()
	}
	return nil
}

// write sends a body, or a message, in pieces as the gateway gives credit.
func (s *stream) write(kind, flags byte, bytes []byte) error {
	for first := true; first || len(bytes) > 0; first = false {
		s.conn.waitForRoom()
		count, err := s.takeCredit(kind, len(bytes))
		if err != nil {
			return err
		}
		piece := frame{kind: kind, flags: flags, body: bytes[:count]}
		bytes = bytes[count:]
		if kind == kindMsg && len(bytes) > 0 {
			piece.flags |= flagMore
		}
		if err := s.put(piece); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) takeCredit(kind byte, wanted int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	least := 1
	if kind == kindMsg {
		// Not cut where waiting spares it: who gives credit back in portions has half of it out at most.
		least = s.window / 2
	}
	if least > wanted {
		least = wanted
	}
	for s.broken == nil && s.unwritable == nil && s.credit < least {
		s.changed.Wait()
	}
	if s.broken == nil && s.unwritable != nil {
		return 0, s.unwritable
	}
	count := wanted
	if count > pieceSize {
		count = pieceSize
	}
	if count > s.credit {
		count = s.credit
	}
	s.credit -= count
	return count, s.broken
}

// rides takes the credit for a body that is sent in the frame of its head; false when it is too long for that.
func (s *stream) rides(count int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if count > pieceSize || count > s.credit {
		return false
	}
	s.credit -= count
	return true
}

// stopWriting lets whoever writes, or waits for credit, get this.
func (s *stream) stopWriting(cause error) {
	s.mu.Lock()
	s.unwritable = cause
	s.mu.Unlock()
	s.changed.Broadcast()
}

func (s *stream) grant(count uint32) {
	s.mu.Lock()
	s.credit += int(count)
	s.mu.Unlock()
	s.changed.Broadcast()
}

// push takes a piece of the body that comes in. Who reads its end must find the stream ended, or would break it off.
func (s *stream) push(bytes []byte, last bool) {
	over := last && s.hearsAll()
	s.in.push(bytes, last)
	if over {
		s.over()
	}
}

// heardAll notes that the gateway will send nothing more.
func (s *stream) heardAll() {
	if s.hearsAll() {
		s.over()
	}
}

// hearsAll notes the same and tells whether the stream is over by it.
func (s *stream) hearsAll() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	over := s.sent && !s.heard
	s.heard = true
	return over
}

// cause is why the stream was broken off; nil when it was not.
func (s *stream) cause() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// breakOff ends both directions: whoever waits gets the cause, the gateway a CANCEL with this code, unless it is 0.
func (s *stream) breakOff(code uint32, cause error) bool {
	s.mu.Lock()
	if s.broken != nil || s.sent && s.heard {
		s.mu.Unlock()
		return false
	}
	s.broken = cause
	s.sent, s.heard = true, true
	if code != 0 {
		s.conn.put(frame{kind: kindCancel, stream: s.id, arg: code})
	}
	s.mu.Unlock()
	s.changed.Broadcast()
	s.in.fail(cause)
	s.over()
	return true
}
