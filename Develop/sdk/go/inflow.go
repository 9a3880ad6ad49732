package bighammer

import (
	"io"
	"sync"
)

// inflow is a body, or messages, as they come in. Reading gives the sender its credit back.
type inflow struct {
	giveBack func(count int)

	mu       sync.Mutex
	changed  sync.Cond
	pieces   [][]byte
	ended    bool
	dropping bool
	failure  error
	read     int
}

func newInflow(giveBack func(count int)) *inflow {
	f := &inflow{giveBack: giveBack}
	f.changed.L = &f.mu
	return f
}

func (f *inflow) push(piece []byte, last bool) {
	f.mu.Lock()
	f.ended = f.ended || last
	back := 0
	if f.dropping {
		back = f.consumed(len(piece))
	} else if len(piece) > 0 {
		f.pieces = append(f.pieces, piece)
	}
	f.mu.Unlock()
	f.changed.Broadcast()
	f.pay(back)
}

// fail lets whoever reads have what waits, and then this.
func (f *inflow) fail(failure error) {
	f.mu.Lock()
	if f.failure == nil && !f.ended {
		f.failure = failure
	}
	f.mu.Unlock()
	f.changed.Broadcast()
}

// drop says that nobody will read the rest.
func (f *inflow) drop() {
	f.mu.Lock()
	f.dropping = true
	waiting := 0
	for _, piece := range f.pieces {
		waiting += len(piece)
	}
	f.pieces = nil
	back := f.consumed(waiting)
	f.mu.Unlock()
	f.pay(back)
}

// Read implements io.Reader.
func (f *inflow) Read(target []byte) (int, error) {
	f.mu.Lock()
	if err := f.wait(); err != nil {
		f.mu.Unlock()
		return 0, err
	}
	count := copy(target, f.pieces[0])
	if f.pieces[0] = f.pieces[0][count:]; len(f.pieces[0]) == 0 {
		f.pieces = f.pieces[1:]
	}
	back := f.consumed(count)
	f.mu.Unlock()
	f.pay(back)
	return count, nil
}

// wait returns when there is a piece, or there will never be one again.
func (f *inflow) wait() error {
	for len(f.pieces) == 0 {
		if f.failure != nil {
			return f.failure
		}
		if f.ended || f.dropping {
			return io.EOF
		}
		f.changed.Wait()
	}
	return nil
}

// consumed counts what was read, and returns what is to be given back: portions that are worth a frame.
func (f *inflow) consumed(count int) int {
	f.read += count
	if f.read < window/2 || f.ended || f.failure != nil {
		return 0
	}
	back := f.read
	f.read = 0
	return back
}

// passed counts what was read without Read.
func (f *inflow) passed(count int) {
	f.mu.Lock()
	back := f.consumed(count)
	f.mu.Unlock()
	f.pay(back)
}

func (f *inflow) pay(count int) {
	if count > 0 {
		f.giveBack(count)
	}
}
