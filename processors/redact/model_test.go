// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// textAccessors lists every method of the data model that gives access to text. The value says why the
// text is left as it is, and is empty if it is redacted.
//
// If TestEveryTextIsHandled fails after an update of pdata, the model has a new text: redact it and add it
// here.
var textAccessors = map[string]string{
	"pcommon.Resource.Attributes":             "",
	"pcommon.InstrumentationScope.Name":       "",
	"pcommon.InstrumentationScope.Version":    "",
	"pcommon.InstrumentationScope.Attributes": "",

	"ptrace.ResourceSpans.SchemaUrl": "the address of a schema",
	"ptrace.ScopeSpans.SchemaUrl":    "the address of a schema",
	"ptrace.Span.Name":               "",
	"ptrace.Span.TraceState":         "",
	"ptrace.Span.Attributes":         "",
	"ptrace.Status.Message":          "",
	"ptrace.SpanEvent.Name":          "",
	"ptrace.SpanEvent.Attributes":    "",
	"ptrace.SpanLink.TraceState":     "",
	"ptrace.SpanLink.Attributes":     "",

	"plog.ResourceLogs.SchemaUrl": "the address of a schema",
	"plog.ScopeLogs.SchemaUrl":    "the address of a schema",
	"plog.LogRecord.Body":         "",
	"plog.LogRecord.Attributes":   "",
	"plog.LogRecord.SeverityText": "",
	"plog.LogRecord.EventName":    "",

	"pmetric.ResourceMetrics.SchemaUrl":                "the address of a schema",
	"pmetric.ScopeMetrics.SchemaUrl":                   "the address of a schema",
	"pmetric.Metric.Name":                              "the identity of the metric",
	"pmetric.Metric.Description":                       "written in the code that makes the metric",
	"pmetric.Metric.Unit":                              "a unit",
	"pmetric.Metric.Metadata":                          "",
	"pmetric.NumberDataPoint.Attributes":               "",
	"pmetric.HistogramDataPoint.Attributes":            "",
	"pmetric.ExponentialHistogramDataPoint.Attributes": "",
	"pmetric.SummaryDataPoint.Attributes":              "",
	"pmetric.Exemplar.FilteredAttributes":              "",

	"pprofile.ResourceProfiles.SchemaUrl":     "the address of a schema",
	"pprofile.ScopeProfiles.SchemaUrl":        "the address of a schema",
	"pprofile.Profile.OriginalPayloadFormat":  "",
	"pprofile.Profile.OriginalPayload":        "",
	"pprofile.ProfilesDictionary.StringTable": "",
	"pprofile.KeyValueAndUnit.Value":          "",
}

// textTypes are the types that hold text. What is inside of them is walked by the walker.
var textTypes = []reflect.Type{
	reflect.TypeFor[string](),
	reflect.TypeFor[pcommon.Map](),
	reflect.TypeFor[pcommon.Value](),
	reflect.TypeFor[pcommon.Slice](),
	reflect.TypeFor[pcommon.ByteSlice](),
	reflect.TypeFor[pcommon.StringSlice](),
	reflect.TypeFor[pcommon.TraceState](),
}

func TestEveryTextIsHandled(t *testing.T) {
	found := map[string]bool{}
	seen := map[reflect.Type]bool{}
	for _, root := range []reflect.Type{
		reflect.TypeFor[ptrace.Traces](), reflect.TypeFor[plog.Logs](),
		reflect.TypeFor[pmetric.Metrics](), reflect.TypeFor[pprofile.Profiles](),
	} {
		findAccessors(root, seen, found)
	}
	assert.Equal(t, slices.Sorted(maps.Keys(textAccessors)), slices.Sorted(maps.Keys(found)))

	values := map[pcommon.ValueType]bool{}
	for kind := pcommon.ValueTypeEmpty; kind.String() != ""; kind++ {
		values[kind] = true
	}
	assert.Len(t, values, 8, "a type of attribute values is new: see walker.value")
}

// findAccessors notes the methods of a type, and of the types that its methods return, that give access to
// text.
func findAccessors(typ reflect.Type, seen map[reflect.Type]bool, found map[string]bool) {
	if seen[typ] || !isModel(typ) {
		return
	}
	seen[typ] = true
	for m := range typ.Methods() {
		if m.Type.NumOut() != 1 || m.Type.NumIn() > 2 {
			continue
		}
		switch out := m.Type.Out(0); {
		case m.Type.NumIn() == 1 && slices.Contains(textTypes, out):
			found[accessor(typ, m.Name)] = true
		default:
			findAccessors(out, seen, found)
		}
	}
}

func isModel(typ reflect.Type) bool {
	return typ.Kind() == reflect.Struct && strings.HasPrefix(typ.PkgPath(), "go.opentelemetry.io/collector/pdata/")
}

func accessor(typ reflect.Type, method string) string { return typ.String() + "." + method }

// planter fills records with secrets, in every text that is redacted, and remembers them.
type planter struct {
	planted   []string // what must not be seen again
	accessors map[string]bool
}

// secret returns a text with something to find. The kinds take turns.
func (p *planter) secret() string {
	n := len(p.planted)
	var secret, text string
	switch n % 6 {
	case 0:
		secret = fmt.Sprintf("planted%d@example.com", n)
		text = "for " + secret + ", and so on"
	case 1:
		secret = cardNumber(n)
		text = "paid with " + secret
	case 2:
		secret = fmt.Sprintf("planted%dsecret", n)
		text = "login password=" + secret + "; next"
	case 3:
		secret = fmt.Sprintf("plantedplantedplanted%d", n)
		text = "Authorization: Bearer " + secret
	case 4:
		secret = fmt.Sprintf("planted%dsecret", n)
		text = `{"user":"ann","body":"{\"api_key\":\"` + secret + `\"}"}`
	case 5:
		secret = fmt.Sprintf("planted%dsecret", n)
		text = "postgres://ann:" + secret + "@db.internal/orders"
	}
	p.planted = append(p.planted, secret)
	return text
}

// bare returns a secret that can only be told by its key.
func (p *planter) bare() string {
	secret := fmt.Sprintf("planted%dbare", len(p.planted))
	p.planted = append(p.planted, secret)
	return secret
}

// number returns a number that can only be told by its key.
func (p *planter) number() int64 {
	n := int64(7_300_000 + len(p.planted))
	p.planted = append(p.planted, strconv.FormatInt(n, 10))
	return n
}

// cardNumber returns a card number of 16 digits, another one for each n.
func cardNumber(n int) string {
	digits := fmt.Sprintf("411111%09d", n)
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return digits + string(rune('0'+(10-sum%10)%10))
}

// fillMap plants in values of all types, at several depths, and in keys.
func (p *planter) fillMap(m pcommon.Map) {
	m.PutStr("text", p.secret())
	m.PutStr("db.password", p.bare())
	m.PutStr("http.request.header.authorization", "Basic "+p.bare())
	m.PutInt("pin_token", p.number())
	m.PutDouble("secret", float64(p.number()))
	m.PutInt("card", 4111111111111111)
	m.PutDouble("paid.with", 4111111111111111)
	m.PutEmptyBytes("raw").FromRaw([]byte(p.secret()))
	m.PutEmptyBytes("api_key").FromRaw(append([]byte{0, 0xff, 0xfe}, p.bare()...))
	m.PutStr("key "+p.secret(), "value")
	inner := m.PutEmptyMap("outer").PutEmptyMap("inner")
	inner.PutStr("text", p.secret())
	inner.PutStr("accessToken", p.bare())
	inner.PutStr(p.secret(), "value")
	list := m.PutEmptySlice("list")
	list.AppendEmpty().SetStr(p.secret())
	list.AppendEmpty().SetEmptySlice().AppendEmpty().SetEmptyMap().PutStr("password", p.bare())
	passwords := m.PutEmptySlice("passwords and password")
	passwords.AppendEmpty().SetStr(p.bare())
	passwords.AppendEmpty().SetInt(p.number())
	m.PutEmptyMap("credentials").PutStr("value", p.bare())
}

// fill plants in every text of a record, and of the records in it.
func (p *planter) fill(t *testing.T, v reflect.Value) {
	t.Helper()
	typ := v.Type()
	for m := range typ.Methods() {
		method := v.MethodByName(m.Name)
		if m.Type.NumIn() != 1 || m.Type.NumOut() != 1 {
			continue
		}
		name := accessor(typ, m.Name)
		if slices.Contains(textTypes, m.Type.Out(0)) {
			left, known := textAccessors[name]
			require.True(t, known, name)
			if left == "" {
				p.plant(t, v, m.Name)
				p.accessors[name] = true
			}
			continue
		}
		_, isVariant := typ.MethodByName("SetEmpty" + m.Name)
		switch {
		case !isModel(m.Type.Out(0)) || isVariant:
		case m.Name == "AppendEmpty":
			for variant := range m.Type.Out(0).Methods() {
				if strings.HasPrefix(variant.Name, "SetEmpty") {
					element := method.Call(nil)[0]
					p.fill(t, element)
					p.fill(t, element.MethodByName(variant.Name).Call(nil)[0])
				}
			}
			p.fill(t, method.Call(nil)[0])
		case !strings.HasPrefix(m.Name, "SetEmpty"):
			p.fill(t, method.Call(nil)[0])
		}
	}
}

// plant plants in the text that a method of v gives access to.
func (p *planter) plant(t *testing.T, v reflect.Value, method string) {
	t.Helper()
	switch text := v.MethodByName(method).Call(nil)[0].Interface().(type) {
	case string:
		v.MethodByName("Set" + method).Call([]reflect.Value{reflect.ValueOf(p.secret())})
	case pcommon.Map:
		p.fillMap(text)
	case pcommon.Value:
		p.fillMap(text.SetEmptyMap())
	case pcommon.ByteSlice:
		text.FromRaw([]byte(p.secret()))
	case pcommon.StringSlice:
		text.Append("", p.secret(), p.secret())
	case pcommon.TraceState:
		text.FromRaw(p.secret())
	default:
		t.Fatalf("%T: the test cannot plant in it", text)
	}
}

// newPlanted returns a record of type T with secrets in every text, and the planter that knows them.
func newPlanted[T any](t *testing.T, record T) (T, *planter) {
	t.Helper()
	p := &planter{accessors: map[string]bool{}}
	p.fill(t, reflect.ValueOf(record))
	require.NotEmpty(t, p.planted)
	return record, p
}

// assertGone checks that nothing of what was planted is in the marshalled records.
func (p *planter) assertGone(t *testing.T, marshalled ...[]byte) {
	t.Helper()
	for _, out := range marshalled {
		for _, secret := range append(p.planted, "4111111111111111", "4.111111111111111e+15") {
			assert.NotContains(t, string(out), secret)
		}
	}
}
