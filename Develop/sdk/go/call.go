package bighammer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Call is a request to another service.
type Call struct {
	// Method is GET, or POST with a body, unless it is given.
	Method string
	// Path is / unless it is given.
	Path   string
	Query  url.Values
	Header http.Header
	// Body is sent as it comes; JSON is sent instead when it is given.
	Body io.Reader
	JSON any
	// Handler is a method of the service other than handle.
	Handler string
	// Timeout is how long the answer may take, within the deadline of the request that is worked on.
	Timeout time.Duration
}

// Reply is what another service answered. Its body is read as it comes; close it when it is not read to its end.
type Reply struct {
	Status int
	Header http.Header
	Body   io.ReadCloser
}

// Bytes reads the whole body.
func (r *Reply) Bytes() ([]byte, error) {
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

// JSON reads the whole body into what value points to.
func (r *Reply) JSON(value any) error {
	defer r.Body.Close()
	return json.NewDecoder(r.Body).Decode(value)
}

// CallError is why a call came to no answer.
type CallError struct {
	Service string
	Reason  string
	// Refused tells that nobody has begun with it.
	Refused bool
}

// Error implements error.
func (e *CallError) Error() string {
	return fmt.Sprintf("the call of the service '%s' failed: %s", e.Service, e.Reason)
}

// outgoing is one request to another service: a stream that this worker opened.
type outgoing struct {
	stream
	service string
	replied chan answerHead
	ended   chan struct{}
}

func newOutgoing(w *worker, id uint32, service string) *outgoing {
	o := &outgoing{service: service, replied: make(chan answerHead, 1), ended: make(chan struct{})}
	o.open(w.conn, id, w.credit, func() {
		close(o.ended)
		w.over(id)
	})
	return o
}

// do sends the request and waits for the head of the answer.
func (o *outgoing) do(ctx context.Context, call Call, parent uint32) (*Reply, error) {
	head, body, err := o.request(ctx, call, parent)
	if err != nil {
		o.breakOff(0, err)
		return nil, err
	}
	go o.watch(ctx)
	go o.send(head, body)
	var answered answerHead
	select {
	case answered = <-o.replied:
	case <-o.ended:
		select {
		case answered = <-o.replied:
		default:
			return nil, o.cause()
		}
	}
	return &Reply{answered.status, answered.headers, replyBody{o}}, nil
}

func (o *outgoing) request(ctx context.Context, call Call, parent uint32) ([]byte, io.Reader, error) {
	header, body := call.Header, call.Body
	if call.JSON != nil {
		text, err := encode(call.JSON)
		if err != nil {
			return nil, nil, err
		}
		body = bytes.NewReader(text)
		if header = header.Clone(); header == nil {
			header = http.Header{}
		}
		header.Set("Content-Type", "application/json")
	}
	head := callHead{
		service: o.service, method: call.Method, path: call.Path, query: call.Query.Encode(),
		headers: header, handler: call.Handler, parent: parent, timeoutMS: call.Timeout.Milliseconds(),
	}
	if head.path == "" {
		head.path = "/"
	}
	if head.method == "" {
		head.method = http.MethodGet
		if body != nil {
			head.method = http.MethodPost
		}
	}
	if body == nil {
		body = strings.NewReader("")
	}
	return head.appendTo(nil), body, nil
}

// watch gives the call up when nobody waits for its answer any more.
func (o *outgoing) watch(ctx context.Context) {
	select {
	case <-ctx.Done():
		o.breakOff(codeCancelled, ctx.Err())
	case <-o.ended:
	}
}

func (o *outgoing) send(head []byte, body io.Reader) {
	request := frame{kind: kindReq, arg: uint32(len(head)), head: head}
	if whole, ok := body.(interface{ Len() int }); ok && o.rides(whole.Len()) {
		request.flags = flagEnd
		request.body, _ = io.ReadAll(body)
		_ = o.put(request)
		return
	}
	err := o.put(request)
	if err == nil {
		_, err = io.CopyBuffer(struct{ io.Writer }{o}, struct{ io.Reader }{body}, make([]byte, pieceSize))
	}
	if err == nil {
		err = o.put(frame{kind: kindData, flags: flagEnd})
	}
	if err != nil {
		o.breakOff(codeCancelled, err)
	}
}

// Write sends a piece of the request's body.
func (o *outgoing) Write(piece []byte) (int, error) {
	if err := o.write(kindData, 0, piece); err != nil {
		return 0, err
	}
	return len(piece), nil
}

// hear takes a frame of this stream.
func (o *outgoing) hear(f frame) {
	switch f.kind {
	case kindResp:
		head, err := readAnswerHead(f.head)
		if err != nil {
			o.breakOff(codeInternal, fmt.Errorf("the head of an answer is no JSON: %w", err))
			return
		}
		select {
		case o.replied <- head:
		default:
		}
		o.answered(f)
	case kindData:
		o.answered(f)
	case kindCancel:
		reason := string(f.body)
		if reason == "" {
			reason = fmt.Sprintf("broken off with code %d", f.arg)
		}
		refused := f.arg == codeRefused || f.arg == codeDraining || f.arg == codeOverloaded
		o.breakOff(0, &CallError{o.service, reason, refused})
	}
}

// answered takes a piece of the answer. What was not sent of the request when that is over is not wanted any more.
func (o *outgoing) answered(f frame) {
	o.push(f.body, f.ends())
	if f.ends() {
		o.breakOff(codeCancelled, errors.New("the service has answered without reading the whole request"))
	}
}

// replyBody is the body of an answer.
type replyBody struct {
	o *outgoing
}

// Read implements io.Reader.
func (b replyBody) Read(target []byte) (int, error) {
	return b.o.in.Read(target)
}

// Close implements io.Closer; it gives up what was not read.
func (b replyBody) Close() error {
	b.o.breakOff(codeCancelled, errors.New("the body has been closed"))
	return nil
}
