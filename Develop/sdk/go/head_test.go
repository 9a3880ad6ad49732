package bighammer

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
)

func TestTheHeadOfARequestIsRead(t *testing.T) {
	head, err := readRequestHead([]byte(` { "id" : "r1","method":"POST","path":"/\u00fc \"x\" ü","query":"a=b",
		"headers":{"host":"h","x-a":["1","2"],"x-b":[]},
		"params":{"id":"5"},"handler":"h","target":"orders","client":"c","door":"http","connection":"c1","resumed":true,
		"timeout_ms":250,"tomorrow":[{"a":"}"},null,1.5e3]} `))
	wanted := requestHead{
		id: "r1", method: "POST", path: `/ü "x" ü`, query: "a=b", headers: http.Header{"Host": {"h"}, "X-A": {"1", "2"}},
		params: map[string]string{"id": "5"}, handler: "h", target: "orders", client: "c", door: "http", connection: "c1",
		resumed: true, timeoutMS: 250,
	}
	if err != nil || !reflect.DeepEqual(head, wanted) {
		t.Errorf("%+v, %v", head, err)
	}
}

func TestAHeadThatIsNoJSONIsAnError(t *testing.T) {
	for _, text := range []string{
		"", "[]", "{", `{"id"}`, `{"id":"x"`, `{"id":1}`, `{"id":"x",}`, `{"id":"x" "path":"/"}`, `{"id":"\"}`, `{"id":"\x"}`,
		`{"headers":{"a":["b"}}`, `{"x":nul}`, `{"id":"x"} more`,
	} {
		if head, err := readRequestHead([]byte(text)); err == nil {
			t.Errorf("%s: read as %+v", text, head)
		}
	}
}

func FuzzHeads(f *testing.F) {
	f.Add("host", "plain", "ü \"\\\n\x7f \u2028", 200)
	f.Fuzz(func(t *testing.T, name, first, second string, status int) {
		text := answerHead{status, http.Header{name: {first, second}, name + "-": {second}}}.appendTo(nil)
		var wanted struct {
			Status  int
			Headers map[string]any
		}
		if err := json.Unmarshal(text, &wanted); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		head, err := readAnswerHead(text)
		if err != nil || head.status != status || wanted.Status != status {
			t.Fatalf("%s: %+v, %v", text, head, err)
		}
		for name, value := range wanted.Headers {
			values := head.headers[http.CanonicalHeaderKey(name)]
			list, isList := value.([]any)
			if isList && (len(values) != len(list) || values[0] != list[0]) || !isList && values[0] != value {
				t.Fatalf("%s: %q instead of %q", name, values, value)
			}
		}
	})
}
