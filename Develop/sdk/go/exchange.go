package bighammer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// exchange is one request and its answer: a stream that the gateway opened. Its handler runs in a goroutine of its own.
type exchange struct {
	stream
	worker  *worker
	request *Request
	// target names what answers.
	target string
	ctx    context.Context
	cancel context.CancelFunc
	// messages is set before the gateway is told that the handler takes the connection.
	messages atomic.Pointer[Connection]
}

func newExchange(w *worker, f frame, head requestHead) *exchange {
	e := &exchange{worker: w, target: head.target}
	e.open(w.conn, f.stream, w.credit, func() { w.over(f.stream) })
	e.request = &Request{
		ID: head.id, Method: head.method, Path: head.path, RawQuery: head.query, Header: head.headers,
		Params: head.params, Client: head.client, Door: head.door, Handler: head.handler,
		Upgrade: f.flags&flagUpgrade != 0, Connection: head.connection, Resumed: head.resumed, exchange: e,
	}
	e.heard = f.ends()
	if e.heard {
		e.request.Body = bytes.NewReader(f.body)
	} else {
		e.in.push(f.body, false)
		e.request.Body = e.in
	}
	ctx := context.WithValue(w.ctx, requestKey{}, e.request)
	if head.timeoutMS > 0 && !e.request.Upgrade {
		e.ctx, e.cancel = context.WithTimeout(ctx, time.Duration(head.timeoutMS)*time.Millisecond)
	} else {
		e.ctx, e.cancel = context.WithCancel(ctx)
	}
	return e
}

// run asks the handler and sends what it returns.
func (e *exchange) run() {
	defer e.cancel()
	value, err := e.ask(e.worker.methods[e.target])
	if messages, header := messagesOf(value); messages != nil && err == nil && e.request.Upgrade {
		e.talk(messages, header)
		return
	}
	if e.request.Upgrade {
		// An ordinary answer refuses the messages that were asked for; nothing more will come.
		e.heardAll()
	}
	if written, ok := value.(handled); ok {
		written.serve(e)
	} else if made, err := answerFor(value, err); err != nil {
		e.send(e.failed(err))
	} else {
		e.send(made)
	}
	e.in.drop()
}

func (e *exchange) ask(handler Handler) (value any, err error) {
	if handler == nil {
		e.request.Warn().Printf("404: the service has no public method %s", e.target)
		return nil, Envelope{Status: http.StatusNotFound}
	}
	defer recovered(&err)
	return handler(e.ctx, e.request)
}

// recovered turns a panic into an error with its trace.
func recovered(err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
	}
}

// talk exchanges messages until one side has enough.
func (e *exchange) talk(messages Messages, header http.Header) {
	head, err := answer{status: http.StatusSwitchingProtocols, header: header}.head(false)
	if err != nil {
		e.heardAll()
		e.send(e.failed(err))
		return
	}
	c := newConnection(e)
	e.messages.Store(c)
	if e.put(frame{kind: kindResp, flags: flagUpgrade, arg: uint32(len(head)), head: head}) != nil {
		return
	}
	err = c.run(messages)
	c.drop()
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, ErrHandedOver) {
		_ = c.finish(c.code(), "")
		return
	}
	e.complain(err)
	e.breakOff(codeInternal, errCancelled)
}

// messagesOf is what takes a connection for messages, and the headers with which; nil when a handler has returned something else.
func messagesOf(value any) (Messages, http.Header) {
	switch value := value.(type) {
	case Messages:
		return value, nil
	case *Response:
		return messagesOf(*value)
	case Response:
		if messages, ok := value.Body.(Messages); ok && value.Status == http.StatusSwitchingProtocols {
			return messages, value.Header
		}
	}
	return nil, nil
}

func answerFor(value any, err error) (answer, error) {
	if err == nil {
		return answerOf(value)
	}
	var own Envelope
	if errors.As(err, &own) {
		return envelope(own)
	}
	var pointed *Envelope
	if errors.As(err, &pointed) {
		return envelope(*pointed)
	}
	return answer{}, err
}

func (e *exchange) failed(err error) answer {
	e.complain(err)
	made, _ := envelope(Envelope{Status: http.StatusInternalServerError})
	return made
}

// complain writes to the log; what fails because nobody waits any more is no failure.
func (e *exchange) complain(err error) {
	if !errors.Is(err, errCancelled) && !errors.Is(err, context.Canceled) {
		e.request.Warn().Printf("%s %s: %v", e.request.Method, e.request.Path, err)
	}
}

func (e *exchange) send(made answer) {
	withoutBody := e.request.Method == http.MethodHead
	head, err := made.head(withoutBody)
	if err != nil {
		made = e.failed(err)
		head, _ = made.head(withoutBody)
	}
	if withoutBody {
		made.body, made.stream = nil, nil
	}
	if made.stream == nil && e.rides(len(made.body)) {
		_ = e.put(frame{kind: kindResp, flags: flagEnd, arg: uint32(len(head)), head: head, body: made.body})
		return
	}
	e.sendPieces(head, made)
}

func (e *exchange) sendPieces(head []byte, made answer) {
	w := &pieces{exchange: e, head: head}
	var err error
	if made.stream == nil {
		_, err = w.Write(made.body)
	} else {
		err = w.run(made.stream)
	}
	e.settle(w, err)
}

// settle ends an answer that was sent in pieces.
func (e *exchange) settle(w *pieces, err error) {
	if err == nil {
		err = w.end()
	}
	if err != nil && !w.begun {
		e.send(e.failed(err))
	} else if err != nil {
		// The head is out: breaking off is the only way left to say that it failed.
		e.complain(err)
		e.breakOff(codeInternal, errCancelled)
	}
}

// hear takes a frame of this stream that came after the request's head.
func (e *exchange) hear(f frame) {
	messages := e.messages.Load()
	switch {
	case f.kind == kindCancel:
		if e.breakOff(codeCancelled, errCancelled) {
			e.cancel()
			if messages != nil {
				messages.stop(errCancelled)
			}
		}
	case f.kind == kindMsg && messages != nil:
		messages.hear(f)
	case f.kind == kindData && messages != nil:
		messages.ended(int(f.arg), string(f.body))
		e.heardAll()
	case f.kind == kindData:
		e.push(f.body, f.ends())
	}
}

// pieces sends what is written to it as the body of an answer, the head before the first of it.
type pieces struct {
	exchange *exchange
	head     []byte
	begun    bool
}

func (p *pieces) run(stream Stream) (err error) {
	defer recovered(&err)
	return stream(p)
}

// Write implements io.Writer.
func (p *pieces) Write(piece []byte) (int, error) {
	if err := p.begin(); err != nil || len(piece) == 0 {
		return 0, err
	}
	if err := p.exchange.write(kindData, 0, piece); err != nil {
		return 0, err
	}
	return len(piece), nil
}

func (p *pieces) begin() error {
	if p.begun {
		return nil
	}
	p.begun = true
	return p.exchange.put(frame{kind: kindResp, arg: uint32(len(p.head)), head: p.head})
}

func (p *pieces) end() error {
	if err := p.begin(); err != nil {
		return err
	}
	return p.exchange.put(frame{kind: kindData, flags: flagEnd})
}
