package bighammer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	maxStreams = 256
	// How long a worker that leaves by itself waits until the gateway has heard so.
	leaveTimeout = 2 * time.Second
)

// worker answers the gateway's requests, many at a time, for as long as the connection lasts.
type worker struct {
	conn    *conn
	methods map[string]Handler
	credit  int
	// ctx ends with the connection.
	ctx context.Context

	mu           sync.Mutex
	exchanges    map[uint32]*exchange
	calls        map[uint32]*outgoing
	lastStream   uint32
	lastCall     uint32
	draining     bool
	drainSaid    bool
	gatewayKnows bool
	left         bool
}

type hello struct {
	Proto      [2]int `json:"proto"`
	Service    string `json:"service"`
	Instance   int    `json:"instance"`
	Generation int    `json:"generation"`
	PID        int    `json:"pid"`
	Token      string `json:"token"`
	Lang       string `json:"lang"`
	SDK        string `json:"sdk"`
	MaxStreams int    `json:"max_streams"`
	MaxFrame   int    `json:"max_frame"`
	Window     int    `json:"window"`
}

func newWorker(c *conn, methods map[string]Handler) *worker {
	return &worker{
		conn: c, methods: methods,
		exchanges: map[uint32]*exchange{}, calls: map[uint32]*outgoing{},
	}
}

// introduce says HELLO and waits for the answer.
func (w *worker) introduce() error {
	instance, _ := strconv.Atoi(os.Getenv("BIGHAMMER_INSTANCE"))
	generation, _ := strconv.Atoi(os.Getenv("BIGHAMMER_GENERATION"))
	text, err := encode(hello{
		Proto: [2]int{1, 1}, Service: os.Getenv("BIGHAMMER_SERVICE"), Instance: instance, Generation: generation,
		PID: os.Getpid(), Token: os.Getenv("BIGHAMMER_TOKEN"), Lang: "go " + strings.TrimPrefix(runtime.Version(), "go"),
		SDK: "1", MaxStreams: maxStreams, MaxFrame: maxPayload, Window: window,
	})
	if err != nil {
		return err
	}
	w.conn.put(frame{kind: kindHello, body: text})
	// The token is good once; what the service starts itself has no use for it.
	os.Unsetenv("BIGHAMMER_TOKEN")
	f, err := readFrame(w.conn.in)
	if err != nil {
		return closedBy(err)
	}
	if f.kind != kindHello {
		return fmt.Errorf("the gateway refuses this worker: %s", f.body)
	}
	var welcome struct{ Window int }
	if err := json.Unmarshal(f.body, &welcome); err != nil {
		return fmt.Errorf("the gateway's HELLO cannot be read: %w", err)
	}
	// A gateway that gives no credit reads at its own speed, and lets the socket hold us up.
	if w.credit = welcome.Window; w.credit == 0 {
		w.credit = math.MaxInt / 2
	}
	return w.tellFiles()
}

// tellFiles says which files the gateway is to watch: of a Go service, the program itself.
func (w *worker) tellFiles() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := encode(map[string][]string{"files": {program}})
	if err == nil {
		w.conn.put(frame{kind: kindEvent, flags: flagOneway | flagOptional, body: text})
	}
	return err
}

// serve returns when the conversation is over: nil when both sides wanted so.
func (w *worker) serve() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w.ctx = ctx
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	defer signal.Stop(terminated)
	go func() {
		select {
		case <-terminated:
			w.drain()
		case <-ctx.Done():
		}
	}()
	for {
		f, err := readFrame(w.conn.in)
		if err == nil {
			err = w.hear(f)
		}
		if err != nil {
			w.conn.end()
			return w.reasonOf(err)
		}
	}
}

func (w *worker) reasonOf(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.left {
		return nil
	}
	return closedBy(err)
}

func closedBy(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) {
		return errors.New("the gateway closed the connection")
	}
	return err
}

func (w *worker) hear(f frame) error {
	switch {
	case f.kind == kindReq:
		return w.request(f)
	case f.kind > kindReq && f.kind <= kindWindow && f.stream != 0:
		w.pass(f)
	case f.kind == kindPing:
		return w.pong(f.arg)
	case f.kind == kindDrain:
		w.mu.Lock()
		w.draining, w.gatewayKnows = true, true
		w.mu.Unlock()
		w.leaveIfDone()
	case f.kind == kindCancel:
		return fmt.Errorf("the gateway breaks off: %s", f.body)
	}
	// PONG and EVENT say nothing to a worker, nor do types of tomorrow that may be passed over.
	return nil
}

func (w *worker) request(f frame) error {
	head, err := readRequestHead(f.head)
	if err != nil {
		return fmt.Errorf("the head of the request on stream %d cannot be read: %w", f.stream, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if f.stream%2 == 0 || w.exchanges[f.stream] != nil {
		return fmt.Errorf("the gateway sent a request that is none, on stream %d", f.stream)
	}
	if w.drainSaid {
		w.conn.put(frame{kind: kindCancel, stream: f.stream, arg: codeDraining, body: []byte("this worker is about to end")})
		return nil
	}
	w.lastStream = f.stream
	e := newExchange(w, f, head)
	w.exchanges[f.stream] = e
	go e.run()
	return nil
}

// pass hands a frame to its stream; one that is over has no use for it.
func (w *worker) pass(f frame) {
	w.mu.Lock()
	e, o := w.exchanges[f.stream], w.calls[f.stream]
	w.mu.Unlock()
	switch {
	case e != nil && f.kind == kindWindow:
		e.grant(f.arg)
	case e != nil:
		e.hear(f)
	case o != nil && f.kind == kindWindow:
		o.grant(f.arg)
	case o != nil:
		o.hear(f)
	}
}

func (w *worker) pong(arg uint32) error {
	w.mu.Lock()
	inFlight := len(w.exchanges)
	w.mu.Unlock()
	text, err := encode(map[string]uint64{"rss": residentBytes(), "in_flight": uint64(inFlight)})
	if err == nil {
		w.conn.put(frame{kind: kindPong, arg: arg, body: text})
	}
	return err
}

func residentBytes() uint64 {
	statm, _ := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(statm)); len(fields) > 1 {
		if pages, err := strconv.ParseUint(fields[1], 10, 64); err == nil {
			return pages * uint64(os.Getpagesize())
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return memory.Sys
}

// call asks another service; parent is the stream of the request that is worked on, 0 when there is none.
func (w *worker) call(ctx context.Context, service string, call Call, parent uint32) (*Reply, error) {
	w.mu.Lock()
	for {
		w.lastCall += 2
		if w.lastCall != 0 && w.calls[w.lastCall] == nil {
			break
		}
	}
	o := newOutgoing(w, w.lastCall, service)
	w.calls[o.id] = o
	w.mu.Unlock()
	return o.do(ctx, call, parent)
}

// over forgets a stream on which nothing more will be sent or received.
func (w *worker) over(stream uint32) {
	w.mu.Lock()
	delete(w.exchanges, stream)
	delete(w.calls, stream)
	w.mu.Unlock()
	w.leaveIfDone()
}

// drain takes no new requests and lets finish what runs.
func (w *worker) drain() {
	w.mu.Lock()
	w.draining = true
	w.sayDrain()
	w.mu.Unlock()
	w.leaveIfDone()
}

func (w *worker) sayDrain() {
	if !w.drainSaid {
		w.drainSaid = true
		w.conn.put(frame{kind: kindDrain, arg: w.lastStream})
	}
}

func (w *worker) leaveIfDone() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.draining || len(w.exchanges) > 0 {
		return
	}
	w.sayDrain()
	if w.gatewayKnows {
		w.left = true
		w.conn.end()
	} else {
		// The gateway may be sending the next request; it is heard, and sent back, until the gateway knows.
		time.AfterFunc(leaveTimeout, func() {
			w.mu.Lock()
			w.left = true
			w.mu.Unlock()
			w.conn.end()
		})
	}
}
