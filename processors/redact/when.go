// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"fmt"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottldatapoint"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottllog"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlprofile"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspan"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/ottlfuncs"
	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"
)

// whenExample is what error messages suggest.
const whenExample = `resource.attributes["service.name"] == "checkout"`

// condition says which records are redacted. It is compiled once for each kind of record; a kind whose
// fields it does not know is nil.
type condition struct {
	span    *ottl.Condition[*ottlspan.TransformContext]
	log     *ottl.Condition[*ottllog.TransformContext]
	point   *ottl.Condition[*ottldatapoint.TransformContext]
	profile *ottl.Condition[*ottlprofile.TransformContext]
	errs    map[string]error // by signal
}

// compileCondition compiles the text for every kind of record. It is an error if none of them knows it.
func compileCondition(text string) (*condition, error) {
	// The parsers log nothing but at debug level, and not here: a condition may hold what it looks for.
	set := component.TelemetrySettings{Logger: zap.NewNop()}
	c := &condition{errs: map[string]error{}}
	c.span = parse(c, "traces", text, func() (ottl.Parser[*ottlspan.TransformContext], error) {
		return ottlspan.NewParser(ottlfuncs.StandardConverters[*ottlspan.TransformContext](), set, ottlspan.EnablePathContextNames())
	})
	c.log = parse(c, "logs", text, func() (ottl.Parser[*ottllog.TransformContext], error) {
		return ottllog.NewParser(ottlfuncs.StandardConverters[*ottllog.TransformContext](), set, ottllog.EnablePathContextNames())
	})
	c.point = parse(c, "metrics", text, func() (ottl.Parser[*ottldatapoint.TransformContext], error) {
		return ottldatapoint.NewParser(ottlfuncs.StandardConverters[*ottldatapoint.TransformContext](), set, ottldatapoint.EnablePathContextNames())
	})
	c.profile = parse(c, "profiles", text, func() (ottl.Parser[*ottlprofile.TransformContext], error) {
		return ottlprofile.NewParser(ottlfuncs.StandardConverters[*ottlprofile.TransformContext](), set, ottlprofile.EnablePathContextNames())
	})
	if c.span == nil && c.log == nil && c.point == nil && c.profile == nil {
		return nil, c.fault(text, "traces")
	}
	return c, nil
}

func parse[K any](c *condition, signal, text string, newParser func() (ottl.Parser[K], error)) *ottl.Condition[K] {
	parser, err := newParser()
	if err == nil {
		var compiled *ottl.Condition[K]
		if compiled, err = parser.ParseCondition(text); err == nil {
			return compiled
		}
	}
	c.errs[signal] = err
	return nil
}

// fault returns why the condition cannot be used for a signal, or nil.
func (c *condition) fault(text, signal string) error {
	if err := c.errs[signal]; err != nil {
		return fmt.Errorf("when: %q is no OTTL condition for %s: %w; write for example %q", text, signal, err, whenExample)
	}
	return nil
}

// holds evaluates a condition. A record for which that fails is counted and treated as one that the
// condition holds for, so that it is redacted. Neither the error nor the value of a panic is logged: both
// may contain data.
func holds[K any](w *walker, c *ottl.Condition[K], record K) (ok bool) {
	evaluated := false
	defer func() {
		if recover() != nil || !evaluated {
			w.tally.conditions++
			w.reportCondition()
			ok = true
		}
	}()
	ok, err := c.Eval(w.ctx, record)
	evaluated = err == nil
	return ok
}
