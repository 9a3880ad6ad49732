package bighammer

import (
	"runtime"
	"testing"
)

func TestWhoCanReadTheEndFindsTheStreamOver(t *testing.T) {
	s := &stream{}
	s.open(&conn{}, 2, window, func() {})
	s.sent = true
	// While the stream cannot be noted as ended, its last piece is not there to be read either.
	s.mu.Lock()
	pushed := make(chan bool)
	go func() {
		s.push([]byte("end"), true)
		close(pushed)
	}()
	for turn := 0; turn < 10000; turn++ {
		runtime.Gosched()
		s.in.mu.Lock()
		readable := len(s.in.pieces) > 0
		s.in.mu.Unlock()
		if readable {
			t.Fatal("who reads the end now would break the stream off")
		}
	}
	s.mu.Unlock()
	<-pushed
	if s.breakOff(codeCancelled, errCancelled) {
		t.Fatal("a stream that has ended was broken off")
	}
}
