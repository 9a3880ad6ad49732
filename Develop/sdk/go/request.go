package bighammer

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
)

// Request is what a Handler gets.
type Request struct {
	// ID is the request's id, as in X-Request-Id and the log.
	ID string
	// Method is upper case.
	Method string
	// Path is decoded, without the query.
	Path string
	// RawQuery is the query as the client sent it; Query has it decoded.
	RawQuery string
	Header   http.Header
	// Params is what the route's {name} parts matched.
	Params map[string]string
	// Client is the client's address.
	Client string
	// Door is http, websocket, tcp or socket.
	Door string
	// Handler is what the route says.
	Handler string
	// Body is the body as it comes in. It can be read once; reading fails when the client leaves.
	Body io.Reader

	// Upgrade tells that the client asks for messages (a WebSocket): see Messages.
	Upgrade bool
	// Connection is the name of a connection for messages, the same in the next worker that it is handed over to.
	Connection string
	// Resumed tells that another worker held the connection before.
	Resumed bool

	exchange *exchange
}

// Query is the query, decoded.
func (r *Request) Query() url.Values {
	values, _ := url.ParseQuery(r.RawQuery)
	return values
}

// Bytes reads the whole body.
func (r *Request) Bytes() ([]byte, error) {
	return io.ReadAll(r.Body)
}

// JSON reads the whole body into what value points to.
func (r *Request) JSON(value any) error {
	return json.NewDecoder(r.Body).Decode(value)
}

// Log writes lines to the gateway's log, as INFO, with the request's id.
func (r *Request) Log() *log.Logger {
	return log.New(linesOf(r.ID, os.Stdout), "", 0)
}

// Warn writes lines to the gateway's log, as WARN, with the request's id.
func (r *Request) Warn() *log.Logger {
	return log.New(linesOf(r.ID, os.Stderr), "", 0)
}

// Call asks another service, under the id of this request and within its deadline.
func (r *Request) Call(ctx context.Context, service string, call Call) (*Reply, error) {
	if r.exchange == nil {
		return nil, &CallError{Service: service, Reason: "this request did not come from the gateway", Refused: true}
	}
	return r.exchange.worker.call(ctx, service, call, r.exchange.id)
}

type requestKey struct{}

// FromContext is the request that is worked on: for code that has only its context, as an http.Handler has.
func FromContext(ctx context.Context) (*Request, bool) {
	request, ok := ctx.Value(requestKey{}).(*Request)
	return request, ok
}

// prefixed writes whole lines, each beginning with the id of a request.
type prefixed struct {
	prefix []byte
	out    io.Writer
}

func linesOf(id string, out io.Writer) io.Writer {
	return prefixed{[]byte("[" + id + "] "), out}
}

func (p prefixed) Write(text []byte) (int, error) {
	var lines []byte
	for _, line := range bytes.SplitAfter(text, []byte("\n")) {
		if len(line) > 0 {
			lines = append(append(lines, p.prefix...), line...)
		}
	}
	if _, err := p.out.Write(lines); err != nil {
		return 0, err
	}
	return len(text), nil
}
