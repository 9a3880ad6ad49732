package bighammer

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

var errNoJSON = errors.New("a head is no JSON object")

// jsonReader reads the JSON of heads: objects of strings, for the most part. encoding/json would take more time for the head of
// a small request than all the rest of it together.
type jsonReader struct {
	text []byte
	at   int
	err  error
}

// object calls member for the value of each name, which reads it.
func (r *jsonReader) object(member func(name string)) {
	r.expect('{')
	for first := true; r.err == nil && !r.take('}'); first = false {
		if !first {
			r.expect(',')
		}
		name := r.string()
		r.expect(':')
		if r.err == nil {
			member(name)
		}
	}
}

func (r *jsonReader) headers() http.Header {
	headers := http.Header{}
	r.object(func(name string) {
		name = http.CanonicalHeaderKey(name)
		if !r.take('[') {
			headers[name] = append(headers[name], r.string())
			return
		}
		for first := true; r.err == nil && !r.take(']'); first = false {
			if !first {
				r.expect(',')
			}
			headers[name] = append(headers[name], r.string())
		}
	})
	return headers
}

func (r *jsonReader) string() string {
	r.expect('"')
	start := r.at
	plain := true
	for ; r.at < len(r.text) && r.err == nil; r.at++ {
		switch r.text[r.at] {
		case '\\':
			plain = false
			r.at++
		case '"':
			r.at++
			if plain {
				return string(r.text[start : r.at-1])
			}
			var value string
			r.err = json.Unmarshal(r.text[start-1:r.at], &value)
			return value
		}
	}
	r.err = errNoJSON
	return ""
}

// other reads any value into what target points to, or passes over it.
func (r *jsonReader) other(target any) {
	if r.err != nil {
		return
	}
	var value json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(r.text[r.at:]))
	if r.err = decoder.Decode(&value); r.err == nil && target != nil {
		r.err = json.Unmarshal(value, target)
	}
	r.at += int(decoder.InputOffset())
}

// end is the first error, if there was one.
func (r *jsonReader) end() error {
	r.space()
	if r.err == nil && r.at < len(r.text) {
		r.err = errNoJSON
	}
	return r.err
}

func (r *jsonReader) expect(wanted byte) {
	if r.err == nil && !r.take(wanted) {
		r.err = errNoJSON
	}
}

func (r *jsonReader) take(wanted byte) bool {
	r.space()
	if r.at < len(r.text) && r.text[r.at] == wanted {
		r.at++
		return true
	}
	return false
}

func (r *jsonReader) space() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

// appendString writes a JSON string.
func appendString(text []byte, value string) []byte {
	for i := 0; i < len(value); i++ {
		if c := value[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			encoded, _ := encode(value)
			return append(text, encoded...)
		}
	}
	return append(append(append(text, '"'), value...), '"')
}

// encode writes JSON as the other languages do: without escapes for HTML, and no newline at its end.
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}
