package bighammer

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// HTTP makes a Handler of a handler of net/http, which then runs unchanged. FromContext finds the Request in its context.
func HTTP(handler http.Handler) Handler {
	return func(ctx context.Context, r *Request) (any, error) {
		return handled{handler, httpRequest(ctx, r)}, nil
	}
}

// handled is an answer that a handler of net/http writes by itself.
type handled struct {
	handler http.Handler
	request *http.Request
}

func httpRequest(ctx context.Context, r *Request) *http.Request {
	target := &url.URL{Path: r.Path, RawQuery: r.RawQuery}
	length, err := strconv.ParseInt(r.Header.Get("Content-Length"), 10, 64)
	if err != nil {
		length = -1
	}
	request := &http.Request{
		Method: r.Method, URL: target, RequestURI: target.RequestURI(), Host: r.Header.Get("Host"), RemoteAddr: r.Client,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.Header, Body: io.NopCloser(r.Body), ContentLength: length,
	}
	return request.WithContext(ctx)
}

// serve lets the handler write the answer.
func (h handled) serve(e *exchange) {
	w := &responseWriter{pieces: pieces{exchange: e}, header: http.Header{}, headOnly: h.request.Method == http.MethodHead}
	err := w.run(h)
	if err == nil && !w.begun {
		w.WriteHeader(http.StatusOK)
		e.send(answer{status: w.status, header: w.sent, body: w.waiting})
		return
	}
	if err == nil {
		err = w.flush()
	}
	e.settle(&w.pieces, err)
}

// responseWriter is an http.ResponseWriter and http.Flusher. A short answer leaves in one frame.
type responseWriter struct {
	pieces
	header http.Header
	// status and sent are the head of the answer, once it is settled.
	status   int
	sent     http.Header
	waiting  []byte
	headOnly bool
}

func (w *responseWriter) run(h handled) (err error) {
	defer recovered(&err)
	h.handler.ServeHTTP(w, h.request)
	return nil
}

// Header implements http.ResponseWriter.
func (w *responseWriter) Header() http.Header {
	return w.header
}

// WriteHeader implements http.ResponseWriter. What the handler changes in the headers afterwards is not sent.
func (w *responseWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
		w.sent = w.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (w *responseWriter) Write(piece []byte) (int, error) {
	if w.status == 0 {
		if w.header.Get("Content-Type") == "" {
			w.header.Set("Content-Type", http.DetectContentType(piece))
		}
		w.WriteHeader(http.StatusOK)
	}
	if w.waiting = append(w.waiting, piece...); len(w.waiting) > pieceSize/2 {
		if err := w.flush(); err != nil {
			return 0, err
		}
	}
	return len(piece), nil
}

// Flush implements http.Flusher.
func (w *responseWriter) Flush() {
	_ = w.flush()
}

func (w *responseWriter) flush() error {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
		head, err := answer{status: w.status, header: w.sent}.head(false)
		if err != nil {
			return err
		}
		w.head = head
	}
	piece := w.waiting
	if w.waiting = w.waiting[:0]; w.headOnly {
		piece = nil
	}
	_, err := w.pieces.Write(piece)
	return err
}
