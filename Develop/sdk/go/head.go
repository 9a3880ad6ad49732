package bighammer

import (
	"net/http"
	"strconv"
	"strings"
)

// requestHead is the JSON in front of a REQ from the gateway.
type requestHead struct {
	id, method, path, query string
	headers                 http.Header
	params                  map[string]string
	handler, target         string
	client, door            string
	connection              string
	resumed                 bool
	timeoutMS               int64
}

func readRequestHead(text []byte) (requestHead, error) {
	head := requestHead{method: http.MethodGet, path: "/", target: "handle"}
	r := jsonReader{text: text}
	r.object(func(name string) {
		switch name {
		case "id":
			head.id = r.string()
		case "method":
			head.method = r.string()
		case "path":
			head.path = r.string()
		case "query":
			head.query = r.string()
		case "headers":
			head.headers = r.headers()
		case "params":
			head.params = map[string]string{}
			r.object(func(name string) { head.params[name] = r.string() })
		case "handler":
			head.handler = r.string()
		case "target":
			head.target = r.string()
		case "client":
			head.client = r.string()
		case "door":
			head.door = r.string()
		case "connection":
			head.connection = r.string()
		case "resumed":
			r.other(&head.resumed)
		case "timeout_ms":
			r.other(&head.timeoutMS)
		default:
			r.other(nil)
		}
	})
	return head, r.end()
}

// answerHead is the JSON in front of a RESP.
type answerHead struct {
	status  int
	headers http.Header
}

func readAnswerHead(text []byte) (answerHead, error) {
	var head answerHead
	r := jsonReader{text: text}
	r.object(func(name string) {
		switch name {
		case "status":
			r.other(&head.status)
		case "headers":
			head.headers = r.headers()
		default:
			r.other(nil)
		}
	})
	return head, r.end()
}

func (h answerHead) appendTo(text []byte) []byte {
	text = append(text, `{"status":`...)
	text = strconv.AppendInt(text, int64(h.status), 10)
	text = append(text, `,"headers":`...)
	return append(appendHeaders(text, h.headers), '}')
}

// callHead is the JSON in front of a REQ to another service.
type callHead struct {
	service, method, path, query string
	headers                      http.Header
	handler                      string
	parent                       uint32
	timeoutMS                    int64
}

func (h callHead) appendTo(text []byte) []byte {
	text = appendString(append(text, `{"service":`...), h.service)
	text = appendString(append(text, `,"method":`...), h.method)
	text = appendString(append(text, `,"path":`...), h.path)
	text = appendString(append(text, `,"query":`...), h.query)
	text = appendHeaders(append(text, `,"headers":`...), h.headers)
	if h.handler != "" {
		text = appendString(append(text, `,"handler":`...), h.handler)
	}
	if h.parent != 0 {
		text = strconv.AppendUint(append(text, `,"parent":`...), uint64(h.parent), 10)
	}
	if h.timeoutMS != 0 {
		text = strconv.AppendInt(append(text, `,"timeout_ms":`...), h.timeoutMS, 10)
	}
	return append(text, '}')
}

// appendHeaders writes names in lower case; a value is a string or a list of strings.
func appendHeaders(text []byte, headers http.Header) []byte {
	text = append(text, '{')
	separator := ""
	for name, values := range headers {
		text = append(text, separator...)
		separator = ","
		text = append(appendString(text, strings.ToLower(name)), ':')
		if len(values) == 1 {
			text = appendString(text, values[0])
			continue
		}
		text = append(text, '[')
		for i, value := range values {
			if i > 0 {
				text = append(text, ',')
			}
			text = appendString(text, value)
		}
		text = append(text, ']')
	}
	return append(text, '}')
}
