package bighammer

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// Envelope is an answer in JSON: {"status", "message", "data"}. The message is the reason phrase of the status unless it is given.
// As an error it is the way to fail with a status of one's own.
type Envelope struct {
	Status  int
	Message string
	Data    any
}

// Error implements error.
func (e Envelope) Error() string {
	return fmt.Sprintf("%d %s", e.Status, e.Message)
}

// Response is an answer as it is to be sent: a status, headers, and a body that is a string, bytes, an io.Reader or a Stream; or
// Messages, with the status 101.
type Response struct {
	Status int
	Header http.Header
	Body   any
}

// Stream is a body that is sent while it is made. Writing fails when the client leaves.
type Stream func(w io.Writer) error

// answer is what a handler returned, made ready to be sent. Its body is whole, or comes from stream.
type answer struct {
	status int
	header http.Header
	body   []byte
	stream Stream
}

var (
	textHeader  = http.Header{"Content-Type": {"text/plain; charset=utf-8"}}
	bytesHeader = http.Header{"Content-Type": {"application/octet-stream"}}
	jsonHeader  = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
)

func answerOf(value any) (answer, error) {
	switch value := value.(type) {
	case nil:
		return answer{status: http.StatusNoContent}, nil
	case string:
		return raw(http.StatusOK, textHeader, value)
	case []byte, Stream, io.Reader:
		return raw(http.StatusOK, bytesHeader, value)
	case Messages:
		return raw(http.StatusSwitchingProtocols, nil, value)
	case Envelope:
		return envelope(value)
	case *Envelope:
		return envelope(*value)
	case Response:
		return raw(value.Status, value.Header, value.Body)
	case *Response:
		return raw(value.Status, value.Header, value.Body)
	case map[string]any:
		if made, ok := fromMap(value); ok {
			return envelope(made)
		}
	}
	return envelope(Envelope{Status: http.StatusOK, Data: value})
}

// fromMap reads a map that has an integer status and nothing but the keys of an envelope, as other languages return it.
func fromMap(value map[string]any) (Envelope, bool) {
	made := Envelope{Data: value["data"]}
	var ok bool
	if made.Status, ok = value["status"].(int); !ok {
		return made, false
	}
	for key := range value {
		if key != "status" && key != "message" && key != "data" {
			return made, false
		}
	}
	if message, given := value["message"]; given {
		made.Message, ok = message.(string)
	}
	return made, ok
}

func envelope(e Envelope) (answer, error) {
	if e.Message == "" {
		e.Message = http.StatusText(e.Status)
	}
	body, err := encode(struct {
		Status  int    `json:"status"`
		Message string `json:"message"`
		Data    any    `json:"data"`
	}{e.Status, e.Message, e.Data})
	if err != nil {
		return answer{}, err
	}
	return raw(e.Status, jsonHeader, body)
}

func raw(status int, header http.Header, body any) (answer, error) {
	if _, ok := body.(Messages); ok {
		return answer{}, errors.New("Messages answer a request that has Upgrade, with the status 101")
	}
	if status < 200 || status > 599 {
		return answer{}, fmt.Errorf("a status is between 200 and 599, not %d", status)
	}
	made := answer{status: status, header: header}
	switch body := body.(type) {
	case nil:
	case string:
		made.body = []byte(body)
	case []byte:
		made.body = body
	case Stream:
		made.stream = body
	case func(io.Writer) error:
		made.stream = body
	case io.Reader:
		made.stream = copyOf(body)
	default:
		return answer{}, fmt.Errorf("a Body is a string, []byte, io.Reader or Stream, not %T; JSON goes into an Envelope", body)
	}
	if status == http.StatusNoContent || status == http.StatusNotModified {
		made.body, made.stream = nil, nil
	}
	return made, nil
}

func copyOf(source io.Reader) Stream {
	return func(w io.Writer) error {
		if closer, ok := source.(io.Closer); ok {
			defer closer.Close()
		}
		_, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{source}, make([]byte, pieceSize))
		return err
	}
}

// head is the JSON of a RESP. One for HEAD has the length of the body that is not sent.
func (a answer) head(withoutBody bool) ([]byte, error) {
	header := a.header
	if withoutBody && a.stream == nil && a.status != http.StatusNoContent && header.Get("Content-Length") == "" {
		header = header.Clone()
		if header == nil {
			header = http.Header{}
		}
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	head := answerHead{a.status, header}.appendTo(nil)
	if len(head) > maxHead {
		return nil, fmt.Errorf("the headers of an answer take at most %d bytes, not %d", maxHead, len(head))
	}
	return head, nil
}
