package bighammer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// gateway is the other end of a worker's connection.
type gateway struct {
	t      *testing.T
	socket net.Conn
	in     *bufio.Reader
	served chan error
	stream uint32
}

func startWorker(t *testing.T, credit int, handler Handler) *gateway {
	t.Helper()
	door, err := net.Listen("unix", filepath.Join(t.TempDir(), "door"))
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	c, err := dial(door.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	socket, err := door.Accept()
	if err != nil {
		t.Fatal(err)
	}
	_ = socket.SetDeadline(time.Now().Add(20 * time.Second))
	g := &gateway{t: t, socket: socket, in: bufio.NewReader(socket), served: make(chan error, 1)}
	g.send(frame{kind: kindHello, body: []byte(fmt.Sprintf(`{"version":1,"window":%d}`, credit))})
	w := newWorker(c, map[string]Handler{"handle": handler})
	go func() {
		err := w.introduce()
		if err == nil {
			err = w.serve()
		}
		g.served <- err
	}()
	g.receive(kindHello)
	g.receive(kindEvent)
	t.Cleanup(func() { socket.Close() })
	return g
}

func (g *gateway) send(f frame) {
	g.t.Helper()
	if f.kind == kindReq || f.kind == kindResp {
		f.arg = uint32(len(f.head))
	}
	if _, err := g.socket.Write(f.appendTo(nil)); err != nil {
		g.t.Fatal(err)
	}
}

// ask sends a request with further keys of its head, and gives back its stream.
func (g *gateway) ask(flags byte, keys string, body string) uint32 {
	g.t.Helper()
	if g.stream == 0 {
		g.stream = ^uint32(0)
	}
	g.stream += 2
	head := fmt.Sprintf(`{"id":"r%d","method":"GET","path":"/p","query":"a=b","headers":{"host":"h","x-a":["1","2"]}%s}`, g.stream, keys)
	g.send(frame{kind: kindReq, flags: flags, stream: g.stream, head: []byte(head), body: []byte(body)})
	return g.stream
}

func (g *gateway) receive(kind byte) frame {
	g.t.Helper()
	f, err := readFrame(g.in)
	if err != nil {
		g.t.Fatalf("waiting for a frame of type %d: %v", kind, err)
	}
	if f.kind != kind {
		g.t.Fatalf("a frame of type %d instead of %d: %s%s", f.kind, kind, f.head, f.body)
	}
	return f
}

func (g *gateway) answer() (int, http.Header, string) {
	g.t.Helper()
	f := g.receive(kindResp)
	head, err := readAnswerHead(f.head)
	if err != nil {
		g.t.Fatal(err)
	}
	body := string(f.body)
	for !f.ends() {
		f = g.receive(kindData)
		body += string(f.body)
	}
	return head.status, head.headers, body
}

func TestTheContextEndsWhenNobodyWaitsAnyMore(t *testing.T) {
	ended := make(chan error, 1)
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		<-ctx.Done()
		ended <- ctx.Err()
		return "late", nil
	})
	stream := g.ask(flagEnd, "", "")
	g.send(frame{kind: kindCancel, stream: stream, arg: codeCancelled})
	if f := g.receive(kindCancel); f.stream != stream || f.arg != codeCancelled {
		t.Errorf("confirmed as %+v", f)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended by %v", err)
	}
	g.send(frame{kind: kindPing})
	g.receive(kindPong)
}

func TestTheContextEndsAtTheDeadlineOfTheRequest(t *testing.T) {
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		<-ctx.Done()
		return nil, Envelope{Status: 504, Message: ctx.Err().Error()}
	})
	g.ask(flagEnd, `,"timeout_ms":20`, "")
	if status, _, body := g.answer(); status != 504 || !strings.Contains(body, "deadline") {
		t.Errorf("%d %s", status, body)
	}
}

func TestManyRequestsAtOnceGetTheirOwnAnswers(t *testing.T) {
	const count = 200
	var together sync.WaitGroup
	together.Add(count)
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		body, err := r.Bytes()
		together.Done()
		together.Wait()
		return r.ID + string(body), err
	})
	for i := 0; i < count; i++ {
		g.ask(0, "", "x")
	}
	for i := 0; i < count; i++ {
		g.send(frame{kind: kindData, flags: flagEnd, stream: uint32(2*i + 1), body: []byte("y")})
	}
	for i := 0; i < count; i++ {
		f := g.receive(kindResp)
		if wanted := fmt.Sprintf("r%dxy", f.stream); string(f.body) != wanted {
			t.Errorf("%s instead of %s", f.body, wanted)
		}
	}
}

func TestABodyIsGivenCreditAsItIsRead(t *testing.T) {
	read := make(chan struct{})
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		<-read
		count, err := io.Copy(io.Discard, r.Body)
		return count, err
	})
	stream := g.ask(0, "", "")
	for sent := 0; sent < window; sent += pieceSize {
		g.send(frame{kind: kindData, stream: stream, body: make([]byte, pieceSize)})
	}
	g.send(frame{kind: kindPing})
	g.receive(kindPong)
	close(read)
	for given := uint32(0); given < window; {
		given += g.receive(kindWindow).arg
	}
	g.send(frame{kind: kindData, flags: flagEnd, stream: stream})
	if _, _, body := g.answer(); !strings.Contains(body, fmt.Sprint(window)) {
		t.Error(body)
	}
}

func TestACallThatIsAnsweredEarlyIsSentNoMore(t *testing.T) {
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		endless, writer := io.Pipe()
		go func() {
			for {
				if _, err := writer.Write([]byte("more")); err != nil {
					return
				}
			}
		}()
		defer endless.Close()
		reply, err := CallService(ctx, "inventory", Call{Body: endless, Timeout: time.Second})
		if err != nil {
			return nil, err
		}
		return reply.Body, nil
	})
	parent := g.ask(flagEnd, "", "")
	var head struct {
		Service, Method string
		Parent          uint32
		TimeoutMS       int64 `json:"timeout_ms"`
	}
	request := g.receive(kindReq)
	if err := json.Unmarshal(request.head, &head); err != nil {
		t.Fatal(err)
	}
	if head.Service != "inventory" || head.Method != "POST" || head.Parent != parent || head.TimeoutMS != 1000 {
		t.Errorf("%s", request.head)
	}
	g.send(frame{kind: kindResp, flags: flagEnd, stream: request.stream, head: []byte(`{"status":200}`), body: []byte("enough")})
	// Which of both comes first is open.
	cancelled, answered := false, ""
	for !cancelled || answered != "enough" {
		f, err := readFrame(g.in)
		if err != nil {
			t.Fatalf("cancelled: %v, answered: %q, %v", cancelled, answered, err)
		}
		cancelled = cancelled || f.kind == kindCancel && f.stream == request.stream
		if f.stream == parent {
			answered += string(f.body)
		}
	}
}

func TestAnErrorIsLoggedAndAPanicToo(t *testing.T) {
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		if r.Header.Get("X-A") == "1" {
			panic("in the handler")
		}
		return nil, nil
	})
	g.ask(flagEnd, "", "")
	if status, _, body := g.answer(); status != 500 || strings.Contains(body, "handler") {
		t.Errorf("%d %s", status, body)
	}
}

func TestServeReturnsNilAfterDrain(t *testing.T) {
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) { return "done", nil })
	g.ask(flagEnd, "", "")
	g.answer()
	g.send(frame{kind: kindDrain})
	if f := g.receive(kindDrain); f.arg != 1 {
		t.Errorf("the last stream is %d", f.arg)
	}
	if err := <-g.served; err != nil {
		t.Error(err)
	}
}

func TestServeReturnsWhyTheGatewayIsGone(t *testing.T) {
	g := startWorker(t, window, nil)
	g.socket.Close()
	if err := <-g.served; err == nil || !strings.Contains(err.Error(), "closed the connection") {
		t.Error(err)
	}
}
