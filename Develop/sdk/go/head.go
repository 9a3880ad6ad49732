package bighammer

import (
	"encoding/json"
	"net/http"
	"strings"
)

// requestHead is the JSON in front of a REQ from the gateway.
type requestHead struct {
	ID         string            `json:"id"`
	Method     string            `json:"method"`
	Path       string            `json:"path"`
	Query      string            `json:"query"`
	Headers    fields            `json:"headers"`
	Params     map[string]string `json:"params"`
	Handler    string            `json:"handler"`
	Target     string            `json:"target"`
	Client     string            `json:"client"`
	Door       string            `json:"door"`
	Connection string            `json:"connection"`
	Resumed    bool              `json:"resumed"`
	TimeoutMS  int64             `json:"timeout_ms"`
}

// callHead is the JSON in front of a REQ to another service.
type callHead struct {
	Service   string `json:"service"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	Query     string `json:"query"`
	Headers   fields `json:"headers"`
	Handler   string `json:"handler,omitempty"`
	Parent    uint32 `json:"parent,omitempty"`
	TimeoutMS int64  `json:"timeout_ms,omitempty"`
}

// answerHead is the JSON in front of a RESP.
type answerHead struct {
	Status  int    `json:"status"`
	Headers fields `json:"headers"`
}

// fields are headers; in JSON their names are in lower case, and a value is a string or a list of strings.
type fields http.Header

// MarshalJSON implements json.Marshaler.
func (f fields) MarshalJSON() ([]byte, error) {
	values := make(map[string]any, len(f))
	for name, lines := range f {
		if len(lines) == 1 {
			values[strings.ToLower(name)] = lines[0]
		} else {
			values[strings.ToLower(name)] = lines
		}
	}
	return encode(values)
}

// UnmarshalJSON implements json.Unmarshaler.
func (f *fields) UnmarshalJSON(text []byte) error {
	var values map[string]any
	if err := json.Unmarshal(text, &values); err != nil {
		return err
	}
	*f = make(fields, len(values))
	for name, value := range values {
		switch value := value.(type) {
		case string:
			(*f)[http.CanonicalHeaderKey(name)] = []string{value}
		case []any:
			for _, line := range value {
				if line, ok := line.(string); ok {
					http.Header(*f).Add(name, line)
				}
			}
		}
	}
	return nil
}
