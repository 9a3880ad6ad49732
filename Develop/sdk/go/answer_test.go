package bighammer

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestWhatAHandlerReturnsBecomesAnAnswer(t *testing.T) {
	for _, test := range []struct {
		name   string
		value  any
		status int
		body   string
	}{
		{"nothing", nil, 204, ""},
		{"a string", "plain", 200, "plain"},
		{"bytes", []byte{0xff}, 200, "\xff"},
		{"an envelope", Envelope{Status: 201, Data: "<ü>"}, 201, `{"status":201,"message":"Created","data":"<ü>"}`},
		{"its pointer", &Envelope{Status: 200, Message: "fine"}, 200, `{"status":200,"message":"fine","data":null}`},
		{"a map like one", map[string]any{"status": 404}, 404, `{"status":404,"message":"Not Found","data":null}`},
		{"a map with more", map[string]any{"status": 200, "x": 1}, 200, `{"status":200,"message":"OK","data":{"status":200,"x":1}}`},
		{"a map with a word as status", map[string]any{"status": "new"}, 200, `{"status":200,"message":"OK","data":{"status":"new"}}`},
		{"a struct", struct{ A int }{1}, 200, `{"status":200,"message":"OK","data":{"A":1}}`},
		{"a response", Response{Status: 302, Header: http.Header{"Location": {"/"}}}, 302, ""},
		{"204 with a body", Response{Status: 204, Body: "dropped"}, 204, ""},
	} {
		made, err := answerOf(test.value)
		if err != nil || made.status != test.status || string(made.body) != test.body || made.stream != nil {
			t.Errorf("%s: %d %q, %v", test.name, made.status, made.body, err)
		}
	}
}

func TestReadersAndStreamsAreSentWhileTheyAreMade(t *testing.T) {
	source := &closing{Reader: strings.NewReader("read")}
	for _, value := range []any{source, Response{Status: 200, Body: func(w io.Writer) error {
		_, err := io.WriteString(w, "read")
		return err
	}}} {
		made, err := answerOf(value)
		if err != nil || made.stream == nil {
			t.Fatalf("%T: %v", value, err)
		}
		var text strings.Builder
		if err := made.stream(&text); err != nil || text.String() != "read" {
			t.Errorf("%T: %q, %v", value, text.String(), err)
		}
	}
	if !source.closed {
		t.Error("a reader that can be closed was not")
	}
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func TestWhatCannotBeAnAnswerIsAnError(t *testing.T) {
	for name, value := range map[string]any{
		"no status":         Envelope{},
		"a status too high": Response{Status: 600},
		"no JSON":           make(chan int),
		"no body":           Response{Status: 200, Body: 42},
	} {
		if made, err := answerOf(value); err == nil {
			t.Errorf("%s: %+v", name, made)
		}
	}
	made, _ := answerOf(Response{Status: 200, Header: http.Header{"X-Long": {strings.Repeat("x", maxHead)}}})
	if _, err := made.head(false); err == nil {
		t.Error("a head of more than 64 KiB")
	}
}
