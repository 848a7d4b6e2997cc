// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestIdentifiersStay generates the identifiers and numbers that telemetry is full of. None of them may
// change, alone or in a sentence.
func TestIdentifiersStay(t *testing.T) {
	count := bulk(t, 100_000)
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	start := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	moment := func() time.Time { return start.Add(time.Duration(r.Int64N(int64(20 * 365 * 24 * time.Hour)))) }
	const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	generators := map[string]func() string{
		"uuid": func() string {
			b := random(16)
			b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
			return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
		},
		"trace id":    func() string { return hex.EncodeToString(random(16)) },
		"span id key": func() string { return "span_id=" + hex.EncodeToString(random(8)) },
		"traceparent": func() string { return fmt.Sprintf("00-%x-%x-01", random(16), random(8)) },
		"git hash":    func() string { return hex.EncodeToString(random(20)) },
		"sha256":      func() string { return "sha256:" + hex.EncodeToString(random(32)) },
		"epoch s":     func() string { return strconv.FormatInt(moment().Unix(), 10) },
		"epoch ms":    func() string { return strconv.FormatInt(moment().UnixMilli(), 10) },
		"epoch us":    func() string { return strconv.FormatInt(moment().UnixMicro(), 10) },
		"epoch ns":    func() string { return strconv.FormatInt(moment().UnixNano(), 10) },
		"snowflake": func() string {
			return strconv.FormatInt(moment().UnixMilli()-start.UnixMilli()<<22|r.Int64N(1<<22)|1<<58, 10)
		},
		"time":   func() string { return moment().Format(time.RFC3339Nano) },
		"semver": func() string { return fmt.Sprintf("v%d.%d.%d-rc.%d", r.IntN(99), r.IntN(99), r.IntN(99), r.IntN(9)) },
		"module": func() string { return fmt.Sprintf("lib%d@%d.%d.%d", r.IntN(99), r.IntN(99), r.IntN(99), r.IntN(99)) },
		"pod":    func() string { return fmt.Sprintf("orders-%x-%s", random(5), strconv.FormatUint(r.Uint64N(1<<25), 36)) },
		"float":  func() string { return strconv.FormatFloat(r.Float64(), 'f', -1, 64) },
		"offset": func() string { return "offset=" + strconv.FormatInt(r.Int64N(1e16), 10) },
		"ipv4": func() string {
			b := random(4)
			return fmt.Sprintf("10.%d.%d.%d:%d", b[1], b[2], b[3], r.IntN(65536))
		},
		"object":       func() string { return fmt.Sprintf("com.example.Order@%x", random(4)) },
		"base64":       func() string { return base64.StdEncoding.EncodeToString(random(24)) },
		"uuid compact": func() string { return hex.EncodeToString(random(16)) + "-" + strconv.Itoa(r.IntN(99)) },
		"object id":    func() string { return hex.EncodeToString(random(12)) },
		"base64url":    func() string { return base64.RawURLEncoding.EncodeToString(random(21)) },
		"arn":          func() string { return fmt.Sprintf("arn:aws:iam::%012d:role/a%d", r.Int64N(1e12), r.IntN(99)) },
		"coordinates":  func() string { return fmt.Sprintf("%.6f,%.6f", r.Float64()*180-90, r.Float64()*360-180) },
		"money": func() string {
			return fmt.Sprintf("$%d,%03d,%03d.%02d", r.IntN(999), r.IntN(1000), r.IntN(1000), r.IntN(100))
		},
		"log time": func() string { return moment().Format("2006-01-02 15:04:05,000") },
		"bytes":    func() string { return strconv.FormatInt(r.Int64N(1e11), 10) + "B" },
		"order":    func() string { return fmt.Sprintf("ORD-%d-%06d", 2020+r.IntN(9), r.IntN(1e6)) },
		"image": func() string {
			return fmt.Sprintf("app:%d.%d.%d@sha256:%x", r.IntN(9), r.IntN(99), r.IntN(99), random(32))
		},
		"ulid": func() string {
			b := random(26)
			for i := range b {
				b[i] = crockford[b[i]%32]
			}
			return "01" + string(b[2:])
		},
	}
	s := newEngine(t).Scanner()
	defer s.Release()
	for name, generate := range generators {
		t.Run(name, func(t *testing.T) {
			changed := 0
			for range count {
				id := generate()
				for _, in := range []string{id, "handled " + id + " in 12ms", `{"id":"` + id + `"}`} {
					if out, ok := s.Value(in, Context{}); ok {
						changed++
						t.Logf("%q became %q", in, out)
					}
				}
			}
			assert.Zero(t, changed)
		})
	}
}
